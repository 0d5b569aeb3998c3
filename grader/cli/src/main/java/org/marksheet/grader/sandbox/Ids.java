package org.marksheet.grader.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** User ids and processes, as Linux shows them in /proc. */
final class Ids {
    private static final Path PROC = Path.of("/proc");

    private Ids() {}

    /** Returns whether files have an owner and permissions here. */
    static boolean posix() {
        return Path.of("").getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    static boolean isRoot() {
        return Files.exists(PROC.resolve("self")) && mine() == 0;
    }

    /** Returns the id of the user that the grader runs as. */
    static int mine() {
        return owner(Files.exists(PROC.resolve("self")) ? PROC.resolve("self") : Path.of(System.getProperty("user.home")));
    }

    /** Returns the id of the user that a process runs as, seen from outside all namespaces. */
    static int of(ProcessHandle process) {
        return owner(PROC.resolve(String.valueOf(process.pid())));
    }

    /** Returns whether a process can still do anything; one that is dead and not yet collected by its parent cannot. */
    static boolean runs(ProcessHandle process) {
        try {
            String line = Files.readString(PROC.resolve(process.pid() + "/stat"), StandardCharsets.ISO_8859_1);
            // The state follows the name, which stands in parentheses and may hold anything.
            return process.isAlive() && line.charAt(line.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return !Files.exists(PROC.resolve("self")) && process.isAlive();
        }
    }

    /** Returns how many threads the user runs now, over all programs; Linux counts them against one limit. */
    static int threadsOf(int user) {
        int threads = 0;
        for (Path process : list(PROC)) {
            if (process.getFileName().toString().matches("\\d+")) {
                try {
                    threads += owner(process) == user ? list(process.resolve("task")).size() : 0;
                } catch (UncheckedIOException e) {
                    // It ended while we looked.
                    continue;
                }
            }
        }
        return threads;
    }

    private static int owner(Path path) {
        try {
            return (int) Files.getAttribute(path, "unix:uid");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
