package org.marksheet.grader.intake;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What machines leave beside a student's work; nobody needs to be told that it was ignored. */
final class Noise {
    /** Folders in which no student writes a source. */
    private static final Set<String> FOLDERS = Set.of("target", "__MACOSX", "node_modules");

    /** Folders that may hold sources, though what else is in them is built. */
    private static final Set<String> BUILT = Set.of("build", "out", "bin");

    private static final List<String> ENDINGS = List.of(".class", ".jar", ".iml", "thumbs.db", "desktop.ini");

    private Noise() {}

    static boolean folder(String name) {
        return name.startsWith(".") || FOLDERS.contains(name);
    }

    /** Whether a file is in a folder that is not searched. */
    static boolean hidden(String path) {
        List<String> parts = List.of(path.split("/"));
        return parts.get(parts.size() - 1).startsWith(".")
                || parts.subList(0, parts.size() - 1).stream().anyMatch(Noise::folder);
    }

    /** Whether an ignored file is not worth a note. */
    static boolean unremarkable(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        return hidden(path)
                || ENDINGS.stream().anyMatch(name::endsWith)
                || List.of(path.split("/")).stream().anyMatch(BUILT::contains);
    }
}
