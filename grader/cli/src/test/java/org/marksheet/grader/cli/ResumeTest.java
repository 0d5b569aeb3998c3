package org.marksheet.grader.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.grader.cli.ToyCourse.Ended;
import org.marksheet.grader.report.FolderLock;
import org.marksheet.grader.score.Result;

/** What a second run on the same folder keeps, and what the exit code says. */
@TestInstance(Lifecycle.PER_CLASS)
class ResumeTest {
    private static final String MEAN = "return numbers.mean();";
    private static final String AT_LEAST = "return (int) numbers.stream().filter(number -> number >= bound).count();";

    private Path folder;
    private ToyCourse course;
    private Path submissions;
    private Path out;

    @BeforeAll
    void open(@TempDir Path temporary) throws IOException {
        folder = temporary;
        course = ToyCourse.in(Files.createDirectories(folder.resolve("course")));
    }

    @AfterAll
    void close() throws IOException {
        course.close();
    }

    @BeforeEach
    void write() throws IOException {
        Path here = Files.createTempDirectory(folder, "run");
        submissions = Files.createDirectory(here.resolve("submissions"));
        out = here.resolve("results");
        ToyCourse.submit(submissions.resolve("ada"), MEAN, AT_LEAST);
        ToyCourse.submit(submissions.resolve("bob"), "return numbers.sum();", AT_LEAST);
        ToyCourse.submit(submissions.resolve("cy"), MEAN, "return 0;");
    }

    @Test
    void resumingGradesWhatIsMissingOrHasChangedAndEndsWithTheSameFolder() throws IOException {
        assertThat(grade("--seed", "5").code()).isZero();
        Map<String, String> undisturbed = records();
        String kept = Files.readString(out.resolve("ada/result.json"));
        Files.delete(out.resolve("bob/result.json"));
        Files.delete(out.resolve("results.jsonl"));
        ToyCourse.submit(submissions.resolve("cy"), "return null;", "return 0;");
        ToyCourse.submit(submissions.resolve("dee"), MEAN, AT_LEAST);

        assertThat(grade("--resume").code()).isZero();
        assertThat(Files.readString(out.resolve("ada/result.json"))).as("kept, times and all").isEqualTo(kept);
        assertThat(records().get("bob")).as("graded again, with the same inputs").isEqualTo(undisturbed.get("bob"));
        assertThat(ToyCourse.result(out, "cy").earned()).as("changed, so graded again").isEqualByComparingTo("1");
        assertThat(ToyCourse.result(out, "dee").run().seed()).as("the seed of the run that is resumed").isEqualTo(5);
        assertThat(Files.readAllLines(out.resolve("results.jsonl"))).hasSize(4);

        ToyCourse.submit(submissions.resolve("cy"), MEAN, "return 0;");
        assertThat(grade("--resume").code()).isZero();
        assertThat(records()).containsAllEntriesOf(undisturbed);
    }

    @Test
    void anExerciseAloneIsNotTakenForTheWholeSheet() throws IOException {
        grade("--only", "0.1.1.b");
        Result part = ToyCourse.result(out, "ada");
        assertThat(part.earned()).isEqualByComparingTo("2");
        assertThat(part.possible()).isEqualByComparingTo("2");
        assertThat(part.notes()).contains("Only a part of the sheet was graded (--only): 2 of its 4 points.");
        assertThat(out.resolve("bob/feedback.md"))
                .as("bob's other TODO is wrong, but nobody asked")
                .content().contains("0.1.1.b").doesNotContain("0.1.1.a")
                .as("the command that repeats it").containsPattern("grade bob .*--seed \\d+ --only 0\\.1\\.1\\.b\n");
        grade("--resume");
        assertThat(ToyCourse.result(out, "ada").earned()).isEqualByComparingTo("4");
    }

    @Test
    void anExerciseAloneDoesNotTakeThePlaceOfTheWholeSheet() throws IOException {
        assertThat(grade("--seed", "5").code()).isZero();
        Map<String, String> whole = records();
        Ended part = grade("--only", "0.1.1.b");
        assertThat(part.code()).isEqualTo(2);
        assertThat(part.errors()).contains("--only: " + out).contains("ada and 2 more").contains("--out");
        assertThat(records()).isEqualTo(whole);
    }

    @Test
    void whatIsKeptIsToldNoMoreThanThisRunReveals() throws IOException {
        assertThat(grade("--seed", "5").code()).isZero();
        String record = Files.readString(out.resolve("bob/result.json"));
        assertThat(out.resolve("bob/feedback.md")).content().contains("sum-for-mean");
        assertThat(grade("--resume", "--reveal", "none").code()).isZero();
        assertThat(out.resolve("bob/feedback.md")).content().doesNotContain("sum-for-mean");
        assertThat(out.resolve("bob/report.html")).content().doesNotContain("sum-for-mean");
        assertThat(Files.readString(out.resolve("bob/result.json"))).as("the record is whole").isEqualTo(record);
    }

    @Test
    void theExitCodeTellsWhoIsBelowAShareOfThePoints() {
        assertThat(grade().code()).as("poor work is no fault of the run").isZero();
        assertThat(grade("--resume", "--fail-under", "25").code()).isZero();
        Ended low = grade("--resume", "--fail-under", "90");
        assertThat(low.code()).isEqualTo(1);
        assertThat(low.errors()).contains("2 of 3 below 90 % (--fail-under): bob, cy");
        assertThat(grade("--resume", "--fail-under", "101").code()).isEqualTo(2);
        assertThat(grade("--resume", "--fail-under", "most").code()).isEqualTo(2);
    }

    @Test
    void aFaultOfTheMachineIsExitCodeThreeAndChangesNoOlderResult() throws IOException {
        assertThat(grade("--seed", "5").code()).isZero();
        String before = Files.readString(out.resolve("ada/result.json"));
        String tools = System.getProperty("java.home");
        System.setProperty("java.home", folder.resolve("no java").toString());
        try {
            Ended ended = grade("--seed", "5");
            assertThat(ended.code()).isEqualTo(3);
            assertThat(ended.errors()).contains("java");
        } finally {
            System.setProperty("java.home", tools);
        }
        assertThat(Files.readString(out.resolve("ada/result.json"))).isEqualTo(before);
    }

    @Test
    void aSecondGraderOnTheFolderIsRefusedInWords() throws IOException {
        try (FolderLock lock = FolderLock.of(out)) {
            Ended ended = grade();
            assertThat(ended.code()).isNotZero();
            assertThat(ended.errors()).contains(out.toString()).contains("--out");
        }
        assertThat(grade().code()).isZero();
    }

    private Ended grade(String... more) {
        String[] command = {"grade", "--sandbox", "none", "--out", out.toString(), submissions.toString()};
        return course.run(Stream.concat(Stream.of(command), Stream.of(more)).toArray(String[]::new));
    }

    /** Returns the records without their times. */
    private Map<String, String> records() throws IOException {
        Map<String, String> records = new TreeMap<>();
        try (Stream<Path> folders = Files.list(out)) {
            for (Path one : folders.filter(Files::isDirectory).toList()) {
                records.put(
                        one.getFileName().toString(),
                        Files.readString(one.resolve("result.json")).replaceAll("\"(millis|seconds)\" : [0-9.E-]+", ""));
            }
        }
        return records;
    }
}
