package org.marksheet.grader.handout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks for what must not reach students. */
public final class Leaks {
    private static final int SHORT_LINE = 40;

    private Leaks() {}

    /**
     * Returns what leaks, in words; empty if nothing does.
     *
     * @param handout what students would get
     * @param solutions the folder of solutions
     * @param checks ids of the hidden checks
     */
    public static List<String> in(Handout handout, Path solutions, Collection<String> checks) throws IOException {
        List<String> leaks = new ArrayList<>();
        Map<String, byte[]> files = handout.files();
        for (Path secret : sources(solutions)) {
            byte[] bytes = Files.readAllBytes(secret);
            String text = new String(bytes, StandardCharsets.UTF_8);
            files.forEach((path, content) -> {
                if (Arrays.equals(bytes, content)) {
                    leaks.add(path + " is the file " + secret.getFileName() + " of the solution.");
                }
            });
            boolean handedOver = firstOwnLine(text, files).isEmpty();
            if (handedOver && isOfTheProduct(solutions.relativize(secret))) {
                leaks.add("Every line of " + secret.getFileName() + " stands somewhere in the handout.");
            }
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            String content = new String(file.getValue(), StandardCharsets.UTF_8);
            for (String check : checks) {
                if (content.contains(check)) {
                    leaks.add(file.getKey() + " names the hidden check " + check + ".");
                }
            }
            if (content.contains("<!-- instructor -->")) {
                leaks.add(file.getKey() + " holds an instructor's block.");
            }
        }
        return leaks;
    }

    /** Returns a line of a secret that no file of the handout holds. */
    private static Optional<String> firstOwnLine(String secret, Map<String, byte[]> files) {
        List<String> contents = files.entrySet().stream()
                .filter(file -> file.getKey().endsWith(".java") || file.getKey().endsWith(".md"))
                .map(file -> new String(file.getValue(), StandardCharsets.UTF_8))
                .toList();
        return secret.lines()
                .map(String::strip)
                .filter(line -> line.length() >= SHORT_LINE)
                .filter(line -> contents.stream().noneMatch(content -> content.contains(line)))
                .findFirst();
    }

    /** Returns whether a file is in {@code src/main} and says more than what its package is for. */
    private static boolean isOfTheProduct(Path source) {
        String path = source.toString().replace('\\', '/');
        return path.contains("src/main/") && !path.endsWith("package-info.java");
    }

    private static List<Path> sources(Path solutions) throws IOException {
        try (Stream<Path> walk = Files.walk(solutions)) {
            return walk.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> !solutions.relativize(path).toString().contains("target"))
                    .sorted()
                    .toList();
        }
    }
}
