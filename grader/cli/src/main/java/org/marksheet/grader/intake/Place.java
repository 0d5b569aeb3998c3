package org.marksheet.grader.intake;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Where one submission lies.
 *
 * @param path absolute
 * @param kind what lies there
 */
record Place(Path path, Kind kind) {
    private static final Set<String> OTHER_ARCHIVES = Set.of("rar", "7z", "tar", "gz", "tgz", "bz2", "xz", "zipx");

    /** What lies there. */
    enum Kind {
        /** A folder. */
        FOLDER,
        /** A zip, by its name. */
        ZIP,
        /** An archive that is not read. */
        OTHER_ARCHIVE,
        /** A symbolic link. */
        LINK
    }

    /** Returns the file's name, as messages show it. */
    String shown() {
        return Words.shown(fileName());
    }

    /** Returns the name that the submission would like to have. */
    String wish() {
        String name = fileName();
        return kind == Kind.ZIP || kind == Kind.OTHER_ARCHIVE ? name.substring(0, name.lastIndexOf('.')) : name;
    }

    static boolean zip(String name) {
        return extension(name).equals("zip");
    }

    static boolean otherArchive(String name) {
        return OTHER_ARCHIVES.contains(extension(name));
    }

    private String fileName() {
        Path name = path.getFileName();
        return name == null ? "submission" : name.toString();
    }

    private static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
