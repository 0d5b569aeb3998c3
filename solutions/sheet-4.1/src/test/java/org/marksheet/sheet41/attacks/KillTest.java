package org.marksheet.sheet41.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.grader.report.ResultJson;
import org.marksheet.grader.sandbox.NoSandboxException;
import org.marksheet.grader.sandbox.Sandbox;
import org.marksheet.sheet41.JavaProcess;

/**
 * A grader that is killed, interrupted or started twice leaves whole results, and {@code --resume} makes them complete.
 *
 * <p>{@code -Dmarksheet.kills=N} says how often it is killed (10). A hundred times: {@code mvn -q -B -pl solutions/sheet-4.1
 * -am -Dtest=KillTest -Dsurefire.failIfNoSpecifiedTests=false -Dmarksheet.kills=100 test}.
 */
@Tag("sandbox")
class KillTest {
    private static final Path EXAMPLES = Path.of(System.getProperty("marksheet.home"), "docs/examples/submissions");
    private static final Map<String, String> COPIES = Map.of(
            "one", "ada", "two", "barbara", "three", "grace", "four", "kurt", "five", "donald", "six", "hopper");
    private static final int KILLS = Integer.getInteger("marksheet.kills", 10);
    private static final long SEED = 20260102;
    private static final int INTERRUPTED = 130;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    private static Path folder;

    private static Path submissions;
    private static Map<String, String> undisturbed;
    private static Duration whole;

    @BeforeAll
    static void gradeWithoutDisturbance() throws Exception {
        try {
            Sandbox.detect(AttackBench.slots());
        } catch (NoSandboxException e) {
            Assumptions.assumeTrue(System.getenv("CI") != null, e.getMessage());
            throw e;
        }
        submissions = Files.createDirectory(folder.resolve("submissions"));
        for (Map.Entry<String, String> copy : COPIES.entrySet()) {
            Path source = EXAMPLES.resolve(copy.getValue()).resolve("ClippedPpoObjective.java");
            Files.copy(source, Files.createDirectory(submissions.resolve(copy.getKey())).resolve(source.getFileName()));
        }
        long began = System.nanoTime();
        Path out = folder.resolve("undisturbed");
        try (JavaProcess grader = grade(out)) {
            assertThat(grader.exitCode()).as(grader.words()).isZero();
        }
        whole = Duration.ofNanos(System.nanoTime() - began);
        undisturbed = withoutTimes(out);
        assertThat(undisturbed).hasSize(3 * COPIES.size() + 3);
    }

    @Test
    void aKilledGraderLeavesWholeResultsAndResumingMakesThemComplete() throws Exception {
        Random moments = new Random(SEED);
        for (int kill = 0; kill < KILLS; kill++) {
            Path out = folder.resolve("killed-" + kill);
            Duration moment = Duration.ofMillis((long) (moments.nextDouble() * whole.toMillis()));
            List<ProcessHandle> workers = new ArrayList<>();
            try (JavaProcess grader = grade(out)) {
                JavaProcess.until(() -> !grader.runs(), moment);
                workers.addAll(grader.descendants());
                grader.signal("KILL");
                grader.exitCode();
            }
            String when = "killed after " + moment.toMillis() + " ms";
            assertThat(gone(workers)).as("no process is left, " + when).isTrue();
            assertThatAllRecordsAreWhole(out, when);
            try (JavaProcess grader = grade(out, "--resume")) {
                assertThat(grader.exitCode()).as(when + ": " + grader.words()).isZero();
            }
            assertThat(withoutTimes(out)).as(when).isEqualTo(undisturbed);
        }
    }

    @Test
    void anInterruptedGraderSaysSoKeepsResultsAndLeavesNoProcess() throws Exception {
        Path out = folder.resolve("interrupted");
        List<ProcessHandle> workers = new ArrayList<>();
        try (JavaProcess grader = grade(out)) {
            assertThat(grader.until(() -> records(out).size() >= 1)).as(grader.words()).isTrue();
            workers.addAll(grader.descendants());
            grader.signal("INT");
            assertThat(grader.exitCode()).as(grader.words()).isEqualTo(INTERRUPTED);
            assertThat(grader.words()).contains("Interrupted.").contains("--resume");
        }
        assertThat(gone(workers)).as("no process is left").isTrue();
        assertThat(records(out)).isNotEmpty();
        assertThatAllRecordsAreWhole(out, "interrupted");
        try (JavaProcess grader = grade(out, "--resume")) {
            assertThat(grader.exitCode()).as(grader.words()).isZero();
        }
        assertThat(withoutTimes(out)).isEqualTo(undisturbed);
    }

    @Test
    void aSecondGraderOnTheSameFolderEndsWithWordsAndChangesNothing() throws Exception {
        Path out = folder.resolve("shared");
        try (JavaProcess first = grade(out)) {
            // With a result it surely holds the lock; the file alone is there a moment earlier.
            assertThat(first.until(() -> !records(out).isEmpty())).as(first.words()).isTrue();
            // The first one stands still, so that what changes is the work of the second one.
            first.signal("STOP");
            Map<String, String> before = files(out);
            try (JavaProcess second = grade(out)) {
                assertThat(second.exitCode()).as(second.words()).isNotZero();
                assertThat(second.words()).contains("another grader is writing here");
            }
            assertThat(files(out)).isEqualTo(before);
            first.signal("CONT");
            assertThat(first.exitCode()).as(first.words()).isZero();
        }
        assertThat(withoutTimes(out)).isEqualTo(undisturbed);
    }

    private static JavaProcess grade(Path out, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("grade", "--jobs", "2", "--seed", "7", "--timeout", "3", "--out",
                out.toString(), submissions.toString()));
        arguments.addAll(List.of(more));
        return JavaProcess.start(
                Files.createTempFile(folder, "words", ".txt"),
                List.of("-Xmx320m"),
                "org.marksheet.grader.cli.Marksheet",
                arguments.toArray(String[]::new));
    }

    private static boolean gone(List<ProcessHandle> processes) {
        return JavaProcess.until(() -> processes.stream().noneMatch(ProcessHandle::isAlive), PATIENCE);
    }

    private static void assertThatAllRecordsAreWhole(Path out, String when) throws IOException {
        for (Path record : records(out)) {
            assertThat(ResultJson.read(Files.readString(record)).submission())
                    .as(record + ", " + when)
                    .isEqualTo(record.getParent().getFileName().toString());
            assertThat(record.resolveSibling("report.html")).isNotEmptyFile();
            assertThat(record.resolveSibling("feedback.md")).isNotEmptyFile();
        }
    }

    private static List<Path> records(Path out) {
        return COPIES.keySet().stream()
                .map(name -> out.resolve(name).resolve("result.json"))
                .filter(Files::exists)
                .toList();
    }

    /** Returns all visible files by path, without what differs from run to run. */
    private static Map<String, String> withoutTimes(Path out) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        files(out).forEach((path, text) -> {
            if (!path.endsWith(".part") && !path.endsWith(".lock")) {
                files.put(path, text.replaceAll("\"(seconds|millis)\"\\s*:\\s*[0-9.Ee+-]+", "\"$1\":0"));
            }
        });
        return files;
    }

    private static Map<String, String> files(Path out) throws IOException {
        Map<String, String> files = new TreeMap<>();
        if (Files.isDirectory(out)) {
            try (Stream<Path> all = Files.walk(out)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    files.put(out.relativize(file).toString(), Files.readString(file));
                }
            }
        }
        return files;
    }
}
