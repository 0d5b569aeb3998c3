package org.marksheet.grader.intake;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The sheet's files that students hand in, found by file name wherever they lie. */
final class AllowList {
    /** Folders that stand around a package in a project as it is handed out. */
    private static final Pattern PROJECT_FOLDER =
            Pattern.compile("java|main|src|exercises([-_].*)?|sheet[-_ ]?\\d.*", Pattern.CASE_INSENSITIVE);

    private final Map<String, String> canonicalByFileName = new TreeMap<>();

    AllowList(Collection<String> canonicalPaths) {
        for (String path : canonicalPaths) {
            String clash = canonicalByFileName.put(fileName(path), path);
            if (clash != null && !clash.equals(path)) {
                throw new IllegalArgumentException("allowed: " + clash + " and " + path + " have one file name");
            }
        }
        if (canonicalByFileName.isEmpty()) {
            throw new IllegalArgumentException("allowed: the sheet takes no files at all");
        }
    }

    Optional<String> canonical(String path) {
        return Optional.ofNullable(canonicalByFileName.get(fileName(path)));
    }

    /** Whether the file lies where the project as handed out has it. */
    boolean inPlace(String path) {
        return canonical(path).filter(own -> path.equals(own) || path.endsWith("/" + own)).isPresent();
    }

    /** Returns the allowed name that a student may have meant, as in {@code answers (1).md}. */
    Optional<String> meant(String path) {
        String name = fileName(path).toLowerCase(Locale.ROOT);
        return canonicalByFileName.keySet().stream()
                .filter(allowed -> name.startsWith(stem(allowed).toLowerCase(Locale.ROOT)))
                .filter(allowed -> !name.endsWith(".class"))
                .filter(allowed -> name.matches(Pattern.quote(stem(allowed).toLowerCase(Locale.ROOT)) + "([^a-z].*)?"))
                .findFirst();
    }

    /**
     * Whether the folder that {@code path} begins with is a part of a project and not the project of one
     * student: nothing is left of it when package, source folder and project folders are taken away.
     */
    boolean beginsInsideProject(String path) {
        List<String> folders = folders(path);
        List<String> own = folders(canonical(path).orElseThrow());
        int end = folders.size();
        int ownEnd = own.size();
        while (end > 0 && ownEnd > 0 && folders.get(end - 1).equals(own.get(ownEnd - 1))) {
            end--;
            ownEnd--;
        }
        while (end > 0 && PROJECT_FOLDER.matcher(folders.get(end - 1)).matches()) {
            end--;
        }
        return end == 0;
    }

    /** Returns the file names for a message. */
    String words() {
        List<String> names = List.copyOf(canonicalByFileName.keySet());
        return names.size() <= 4
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, 3)) + " or another of the sheet's " + names.size() + " files";
    }

    static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static List<String> folders(String path) {
        List<String> parts = List.of(path.split("/"));
        return parts.subList(0, parts.size() - 1);
    }

    private static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
