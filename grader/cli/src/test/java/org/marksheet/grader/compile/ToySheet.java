package org.marksheet.grader.compile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.ToolProvider;

/** A sheet with two exercises, compiled to a folder: contracts, skeletons and a given record. */
record ToySheet(Path classes) {
    static final String SUMS = "org/marksheet/toy/ToySums.java";
    static final String WORDS = "org/marksheet/toy/ToyWords.java";
    static final Map<String, String> CONTRACTS =
            Map.of(SUMS, "org.marksheet.toy.Sums", WORDS, "org.marksheet.toy.Words");

    static final String GOOD_SUMS = """
            package org.marksheet.toy;

            public class ToySums implements Sums {
                @Override
                public Pair both(int a, int b) {
                    return new Pair(a + b, a - b);
                }
            }
            """;
    static final String GOOD_WORDS = """
            package org.marksheet.toy;

            public class ToyWords implements Words {
                @Override
                public String join(java.util.List<String> words) {
                    return String.join(" ", words);
                }
            }
            """;

    static ToySheet compiledTo(Path dir) throws IOException {
        Map<String, String> sources = Map.of(
                "Sums", "package org.marksheet.toy; public interface Sums { Pair both(int a, int b); }",
                "Words", "package org.marksheet.toy; public interface Words { String join(java.util.List<String> words); }",
                "Pair", "package org.marksheet.toy; public record Pair(int sum, int difference) {}",
                "ToySums", GOOD_SUMS.replace("return new", "if (a == a) throw new IllegalStateException(); return new"),
                "ToyWords", GOOD_WORDS);
        Path from = Files.createDirectory(dir.resolve("src"));
        Path to = Files.createDirectory(dir.resolve("classes"));
        TreeMap<String, String> files = new TreeMap<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            files.put(source.getKey(), Files.writeString(from.resolve(source.getKey() + ".java"), source.getValue()).toString());
        }
        List<String> arguments = new java.util.ArrayList<>(List.of("-d", to.toString()));
        arguments.addAll(files.values());
        int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        if (failed != 0) {
            throw new IllegalStateException("the toy sheet does not compile");
        }
        return new ToySheet(to);
    }

    static Map<String, byte[]> files(String... pathsAndTexts) {
        Map<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i < pathsAndTexts.length; i += 2) {
            files.put(pathsAndTexts[i], pathsAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return files;
    }

    /** Returns the class ToySums with a body. */
    static String sums(String body) {
        return "package org.marksheet.toy;\npublic class ToySums implements Sums {\n" + body + "\n}\n";
    }

    /** Returns the class ToySums with its method as it should be, and more. */
    static String sumsAnd(String more) {
        return sums("public Pair both(int a, int b) { return null; }\n" + more);
    }
}
