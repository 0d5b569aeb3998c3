package org.marksheet.lab.hub;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The name of a file in a repository. It comes from a server, so it is believed only if it cannot lead anywhere else.
 *
 * @param name with {@code /} between folders
 */
record RepoFile(String name) {
    // Windows reads backslash and colon as parts of a path, and drops dots and blanks at the end of a name.
    private static final Pattern FORBIDDEN = Pattern.compile("[\\\\:*?\"<>|\\p{Cntrl}]");

    RepoFile {
        if (!isSafe(name)) {
            throw new HubException("\"" + FORBIDDEN.matcher(name).replaceAll("?") + "\"",
                    "is a file name of the repository that could lead out of its folder.",
                    "Nothing was downloaded; do not use this repository, and check HF_ENDPOINT.");
        }
    }

    static boolean isSafe(String name) {
        return !FORBIDDEN.matcher(name).find()
                && List.of(name.split("/", -1)).stream()
                        .noneMatch(part -> part.isEmpty() || part.endsWith(".") || part.endsWith(" "));
    }

    static boolean leadsOut(String name) {
        return name.contains("\\") || name.startsWith("/") || List.of(name.split("/", -1)).contains("..");
    }

    Path in(Path folder) {
        return folder.resolve(name);
    }

    /** Returns the name as a part of an address; folders stay folders. */
    String inAddress() {
        return List.of(name.split("/")).stream().map(RepoFile::escaped).collect(Collectors.joining("/"));
    }

    static String escaped(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return name;
    }
}
