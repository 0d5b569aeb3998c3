package org.marksheet.grader.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the command line makes of a submission, word for word, as it lies in {@code src/test/golden}: a folder per case
 * with {@code submission/}, {@code command} and {@code expected/}.
 *
 * <p>Run with {@code -Dgolden.update} to rewrite what is expected; the version control then shows what has changed.
 */
@TestInstance(Lifecycle.PER_CLASS)
class GoldenTest {
    private static final Path GOLDEN = Path.of("src/test/golden");
    private static final boolean UPDATE = System.getProperty("golden.update") != null;

    private ToyCourse course;
    private Path folder;

    static List<Path> cases() throws IOException {
        try (Stream<Path> cases = Files.list(GOLDEN)) {
            return cases.sorted().toList();
        }
    }

    @BeforeAll
    void open(@TempDir Path temporary) throws IOException {
        folder = temporary;
        course = ToyCourse.in(Files.createDirectories(folder.resolve("course")));
    }

    @AfterAll
    void close() throws IOException {
        course.close();
    }

    @Test
    void everyCaseIsWhole() throws IOException {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(10).allSatisfy(one -> {
            assertThat(one.resolve("submission")).isNotEmptyDirectory();
            assertThat(one.resolve("command")).isRegularFile();
            assertThat(UPDATE || Files.isRegularFile(one.resolve("expected/output"))).as("%s/expected", one).isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theCommandSaysWhatIsExpected(Path golden) throws IOException {
        Path expected = golden.resolve("expected");
        Map<String, String> made = run(golden, "first", false);
        if (UPDATE) {
            Files.createDirectories(expected);
            for (Map.Entry<String, String> file : made.entrySet()) {
                Files.writeString(expected.resolve(file.getKey()), file.getValue());
            }
        }
        assertThat(made).isEqualTo(files(expected));
        assertThat(made.values()).noneSatisfy(text -> assertThat(text).containsPattern("\\sat [\\w.$]+\\([\\w.]+:\\d+\\)"));
        assertThat(run(golden, "again", false)).as("a second time").isEqualTo(made);
        assertThat(run(golden, "another place", true)).as("from another path, with CRLF").isEqualTo(made);
    }

    /** Returns the files that a run leaves, without what differs from run to run. */
    private Map<String, String> run(Path golden, String place, boolean crlf) throws IOException {
        Path here = Files.createDirectories(folder.resolve(golden.getFileName()).resolve(place));
        Path submission = Files.createDirectory(here.resolve("lee"));
        for (Map.Entry<String, String> file : files(golden.resolve("submission")).entrySet()) {
            Files.writeString(
                    submission.resolve(file.getKey()), crlf ? file.getValue().replace("\n", "\r\n") : file.getValue());
        }
        Path out = here.resolve("out");
        String[] command = Arrays.stream(Files.readString(golden.resolve("command")).strip().split(" "))
                .map(word -> word.equals("OUT") ? out.toString() : word.equals("SUBMISSION") ? submission.toString() : word)
                .toArray(String[]::new);
        ToyCourse.Ended ended = course.run(command);
        Map<String, String> made = new TreeMap<>();
        made.put("output", "exit code " + ended.code() + "\n" + ended.errors().replace(here.toString(), "HERE"));
        for (String name : List.of("result.json", "feedback.md")) {
            if (Files.isRegularFile(out.resolve("lee").resolve(name))) {
                made.put(name, normal(Files.readString(out.resolve("lee").resolve(name))));
            }
        }
        return made;
    }

    private static String normal(String text) {
        return text.replaceAll("sha256:[0-9a-f]{64}", "sha256:DIGEST")
                .replaceAll("\"(millis|seconds)\" : [0-9.E-]+", "\"$1\" : 0")
                .replaceAll("\"grader\" : \"[^\"]*\"", "\"grader\" : \"VERSION\"");
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (Stream<Path> list = Files.list(folder)) {
            for (Path file : list.sorted().toList()) {
                files.put(file.getFileName().toString(), Files.readString(file, StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
