package org.marksheet.grader.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A Java installation as a sandbox must show it.
 *
 * @param home its folder
 * @param outside folders outside that links in it lead to, as in Debian's, whose settings lie in /etc
 */
record Jdk(Path home, Set<Path> outside) {
    /** Where the sandbox shows it. */
    static final Path INSIDE = Path.of("/jdk");

    /** Returns the installation that runs the grader. */
    static Jdk ofThisProcess() throws IOException {
        return at(Path.of(System.getProperty("java.home")).toRealPath());
    }

    static Jdk at(Path home) throws IOException {
        SortedSet<Path> outside = new TreeSet<>();
        // The folders that a running Java reads; what else lies there is text for people.
        for (String folder : new String[] {"conf", "lib"}) {
            try (Stream<Path> paths = Files.walk(home.resolve(folder))) {
                for (Path link : (Iterable<Path>) paths.filter(Files::isSymbolicLink)::iterator) {
                    settings(Files.readSymbolicLink(link)).filter(Files::isDirectory).ifPresent(outside::add);
                }
            }
        }
        return new Jdk(home, outside);
    }

    /** Returns the folder of settings or time zones that a link leads to; certificates and desktop parts stay out. */
    private static Optional<Path> settings(Path target) {
        if (target.startsWith("/etc") && target.getNameCount() > 2 && target.getName(1).toString().startsWith("java")) {
            return Optional.of(target.getRoot().resolve(target.subpath(0, 2)));
        }
        if (target.startsWith("/usr/share") && target.getNameCount() > 3
                && target.getName(2).toString().startsWith("javazi")) {
            return Optional.of(target.getRoot().resolve(target.subpath(0, 3)));
        }
        return Optional.empty();
    }

    /** Returns a text that differs between installations whose class archives do not fit each other. */
    String identity() {
        return home + " " + System.getProperty("java.vm.vendor") + " " + System.getProperty("java.vm.version");
    }
}
