package org.marksheet.grader.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A Java installation as a sandbox must show it.
 *
 * @param home its folder
 * @param outside where a link in it leads out of it (as in Debian's, whose settings lie in /etc): the place that the
 *     link names inside the sandbox, and the file or folder of the machine that belongs there
 */
record Jdk(Path home, Map<Path, Path> outside) {
    /** Where the sandbox shows it. */
    static final Path INSIDE = Path.of("/jdk");

    /** Returns the installation that runs the grader. */
    static Jdk ofThisProcess() throws IOException {
        return at(Path.of(System.getProperty("java.home")).toRealPath());
    }

    static Jdk at(Path home) throws IOException {
        SortedMap<Path, Path> outside = new TreeMap<>();
        // The folders that a running Java reads; what else lies there is text for people.
        for (String folder : new String[] {"conf", "lib"}) {
            try (Stream<Path> paths = Files.walk(home.resolve(folder))) {
                for (Path link : (Iterable<Path>) paths.filter(Files::isSymbolicLink)::iterator) {
                    Path place = INSIDE.resolve(home.relativize(link)).getParent()
                            .resolve(Files.readSymbolicLink(link)).normalize();
                    if (!place.startsWith(INSIDE) && Files.isReadable(link)) {
                        outside.put(place, link.toRealPath());
                    }
                }
            }
        }
        return new Jdk(home, outside);
    }

    /** Returns a text that differs between installations whose class archives do not fit each other. */
    String identity() {
        return home + " " + System.getProperty("java.vm.vendor") + " " + System.getProperty("java.vm.version");
    }
}
