package org.marksheet.grader.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.marksheet.grader.cli.ToyCourse.submit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.grader.checks.Outcome;
import org.marksheet.grader.cli.ToyCourse.Ended;
import org.marksheet.grader.score.CheckResult;
import org.marksheet.grader.score.Result;
import org.marksheet.grader.score.Result.Status;

/** One class of submissions, right, wrong and hostile, through everything: one run, looked at from many sides. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class GradeTest {
    private static final String MEAN = "return numbers.mean();";
    private static final String AT_LEAST = "return (int) numbers.stream().filter(number -> number >= bound).count();";
    private static final List<String> OF_MEAN = List.of("0.1.1.a/by-hand", "0.1.1.a/drawn", "0.1.1.a/slope");
    private static final List<String> OF_AT_LEAST = List.of("0.1.1.b/equal-counts", "0.1.1.b/none");

    private final Map<String, Result> results = new LinkedHashMap<>();
    private ToyCourse course;
    private Path out;
    private Ended ended;

    /** Returns the value of {@code --sandbox}, or aborts where there is none. */
    abstract String sandbox();

    @BeforeAll
    void grade(@TempDir Path folder) throws IOException {
        String sandbox = sandbox();
        Path submissions = Files.createDirectory(folder.resolve("submissions"));
        write(submissions);
        out = folder.resolve("results");
        course = ToyCourse.in(folder);
        ended = course.run("grade", "--sandbox", sandbox, "--jobs", "2", "--timeout", "5", "--limit", "120", "--seed", "7",
                "--out", out.toString(), submissions.toString());
        try (var names = Files.list(submissions)) {
            for (Path path : names.toList()) {
                String name = path.getFileName().toString().replace(".zip", "");
                if (Files.isRegularFile(out.resolve(name).resolve("result.json"))) {
                    results.put(name, ToyCourse.result(out, name));
                }
            }
        }
    }

    @AfterAll
    void close() throws IOException {
        if (course != null) {
            course.close();
        }
    }

    private static void write(Path submissions) throws IOException {
        submit(submissions.resolve("right"), MEAN, AT_LEAST);
        submit(submissions.resolve("sum"), "return numbers.sum();", AT_LEAST);
        submit(submissions.resolve("cut"), "return numbers.getManager().create(numbers.mean().getFloat());", AT_LEAST);
        submit(submissions.resolve("odd"), "return numbers.mean().mul(1.37);", "return 0;");
        submit(submissions.resolve("semicolon"), "return numbers.mean()", AT_LEAST);
        submit(submissions.resolve("endless"), "while (numbers != null) { } return null;", AT_LEAST);
        submit(submissions.resolve("exit"), "System.exit(0); return null;", AT_LEAST);
        submit(submissions.resolve("halt"), MEAN, "Runtime.getRuntime().halt(3); return 0;");
        submit(submissions.resolve("nothing"), "return null;", AT_LEAST);
        submit(submissions.resolve("nan"), "return numbers.getManager().create(Float.NaN);", AT_LEAST);
        submit(submissions.resolve("throwing"), "throw new IllegalStateException(\"not today\");", AT_LEAST);
        submit(submissions.resolve("half"), MEAN, "throw new org.marksheet.lab.todo.OpenTodo(\"0.1.1.b\");");
        submit(submissions.resolve("deep"), "return mean(numbers);", AT_LEAST);
        submit(submissions.resolve("greedy"),
                "java.util.List<long[]> all = new java.util.ArrayList<>(); while (true) { all.add(new long[1 << 24]); }",
                AT_LEAST);
        submit(submissions.resolve("forger"), """
                try (var pipe = new java.io.FileOutputStream(java.io.FileDescriptor.out)) {
                    pipe.write(new byte[] {0, 0, 0, 3, 1, 2, 3});
                } catch (java.io.IOException e) {
                    throw new IllegalStateException(e);
                }
                return numbers.mean();""", AT_LEAST);
        submit(submissions.resolve("printer"), "System.out.println(\"\\u0000\\u0000\"); " + MEAN, AT_LEAST);
        submit(submissions.resolve("extra"), MEAN, AT_LEAST);
        Files.writeString(submissions.resolve("extra/Other.java"), "class Other {}");
        Files.writeString(submissions.resolve("extra/notes.txt"), "Dear grader");
        Files.createDirectories(submissions.resolve("missing"));
        Files.writeString(submissions.resolve("missing/answers.txt"), "none");
        ToyCourse.zip(submissions.resolve("packed.zip"),
                Map.of("src/main/java/org/marksheet/toy/ToyMeasures.java", ToyCourse.source(MEAN, AT_LEAST)));
        Files.writeString(submissions.resolve("broken.zip"), "PK no zip");
    }

    @Test
    void everySubmissionHasARecordAndTheRunIsDone() throws IOException {
        assertThat(ended.errors()).contains("20/20");
        assertThat(results).hasSize(20);
        assertThat(results.values().stream().filter(result -> result.status() == Status.ERROR)).isEmpty();
        assertThat(ended.code()).isZero();
        assertThat(Files.readAllLines(out.resolve("results.jsonl"))).hasSize(20);
        assertThat(out.resolve("index.html")).isRegularFile();
        assertThat(results.keySet()).allSatisfy(name -> assertThat(out.resolve(name).resolve("report.html")).isRegularFile());
        assertThat(ended.output()).isEmpty();
    }

    @Test
    void aRightAnswerHasFullMarks() {
        for (String name : List.of("right", "packed", "extra", "printer")) {
            Result result = results.get(name);
            assertThat(result.earned()).as(name).isEqualByComparingTo("4");
            assertThat(result.possible()).as(name).isEqualByComparingTo("4");
            assertThat(statuses(name)).as(name).containsOnlyKeys("passed");
        }
        assertThat(results.get("right").run().sandbox()).isEqualTo(sandbox());
        assertThat(results.get("right").run().seed()).isEqualTo(7);
    }

    @Test
    void aKnownMistakeIsNamedAndCostsNoOtherMethod() {
        assertThat(checks("sum")).filteredOn(check -> check.todo().equals("0.1.1.a")).allSatisfy(check -> {
            assertThat(check.status()).isEqualTo(Outcome.FAILED);
            assertThat(check.mistake()).isEqualTo("sum-for-mean");
        });
        assertThat(check("sum", "0.1.1.a/by-hand").example().yours()).isEqualTo("9.0");
        assertThat(check("sum", "0.1.1.a/by-hand").example().expected()).isEqualTo("3.0");
        assertThat(results.get("sum").earned()).isEqualByComparingTo("2");
        assertThat(check("cut", "0.1.1.a/slope").mistake()).isEqualTo("cut-graph");
        assertThat(results.get("cut").earned()).isEqualByComparingTo("3.5");
    }

    @Test
    void anUnknownMistakeGetsNoName() {
        assertThat(checks("odd")).allSatisfy(check -> assertThat(check.mistake()).isNull());
        assertThat(results.get("odd").earned()).as("none of none is none").isEqualByComparingTo("1");
    }

    @Test
    void whatDoesNotCompileIsSaidInWordsWithItsLine() {
        assertThat(statuses("semicolon")).containsOnlyKeys("uncompiled");
        assertThat(check("semicolon", "0.1.1.b/none").message())
                .contains("ToyMeasures.java:9").contains("';'").contains("return numbers.mean()");
        assertThat(results.get("semicolon").earned()).isEqualByComparingTo("0");
        assertThat(results.get("semicolon").status()).isEqualTo(Status.GRADED);
    }

    @Test
    void anEndlessLoopCostsItsMethodOnly() {
        assertThat(tried("endless")).hasSize(2).allSatisfy(message -> assertThat(message).contains("--timeout"));
        assertThat(ofTodo("endless", OF_MEAN)).containsOnly(Outcome.TIMEOUT);
        assertThat(checks("endless")).filteredOn(check -> check.message() != null && check.message().startsWith("Not run"))
                .as("after the second the third is not tried").hasSize(1);
        assertThat(ofTodo("endless", OF_AT_LEAST)).containsOnly(Outcome.PASSED);
    }

    @Test
    void aProgramThatEndsItselfCostsItsMethodOnly() {
        assertThat(ofTodo("exit", OF_MEAN)).containsOnly(Outcome.THREW);
        assertThat(tried("exit"))
                .hasSize(2)
                .allSatisfy(message -> assertThat(message).contains("exit code 0").contains("System.exit"));
        assertThat(ofTodo("exit", OF_AT_LEAST)).containsOnly(Outcome.PASSED);
        assertThat(ofTodo("halt", OF_MEAN)).containsOnly(Outcome.PASSED);
        assertThat(ofTodo("halt", OF_AT_LEAST)).containsOnly(Outcome.THREW);
        assertThat(check("halt", "0.1.1.b/equal-counts").message()).contains("exit code 3");
    }

    @Test
    void exceptionsAndErrorsAreToldWithTheirPlace() {
        assertThat(ofTodo("throwing", OF_MEAN)).containsOnly(Outcome.THREW);
        assertThat(check("throwing", "0.1.1.a/by-hand").message())
                .isEqualTo("IllegalStateException: not today (ToyMeasures.java:9)");
        assertThat(ofTodo("deep", OF_MEAN)).containsOnly(Outcome.THREW);
        assertThat(check("deep", "0.1.1.a/by-hand").message()).startsWith("StackOverflowError");
        assertThat(ofTodo("deep", OF_AT_LEAST)).containsOnly(Outcome.PASSED);
        assertThat(ofTodo("greedy", OF_MEAN)).containsOnly(Outcome.THREW);
        assertThat(ofTodo("greedy", OF_AT_LEAST)).containsOnly(Outcome.PASSED);
    }

    @Test
    void nothingAndNotANumberAreWrongValues() {
        assertThat(ofTodo("nothing", OF_MEAN)).containsOnly(Outcome.FAILED);
        assertThat(check("nothing", "0.1.1.a/by-hand").message()).isEqualTo("mean returns null.");
        assertThat(ofTodo("nan", OF_MEAN)).containsOnly(Outcome.FAILED);
        assertThat(check("nan", "0.1.1.a/by-hand").example().yours()).isEqualTo("NaN");
        assertThat(check("nan", "0.1.1.a/by-hand").mistake()).isNull();
    }

    @Test
    void whatIsStillOpenIsTodo() {
        assertThat(ofTodo("half", OF_AT_LEAST)).containsOnly(Outcome.TODO);
        assertThat(ofTodo("half", OF_MEAN)).containsOnly(Outcome.PASSED);
        assertThat(results.get("half").earned()).isEqualByComparingTo("2");
    }

    @Test
    void forgedFramesAreNoAnswer() {
        assertThat(ofTodo("forger", OF_MEAN)).containsOnly(Outcome.THREW);
        assertThat(ofTodo("forger", OF_AT_LEAST)).containsOnly(Outcome.PASSED);
    }

    @Test
    void whatWasNotTakenIsNoted() {
        assertThat(results.get("extra").notes()).anySatisfy(note -> assertThat(note).contains("Other.java"));
        assertThat(results.get("missing").status()).isEqualTo(Status.REJECTED);
        assertThat(results.get("missing").reason()).contains("ToyMeasures.java");
        assertThat(results.get("broken").status()).isEqualTo(Status.REJECTED);
        assertThat(results.get("broken").earned()).isEqualByComparingTo("0");
    }

    /** Returns what the failing checks that were really tried say. */
    private List<String> tried(String submission) {
        return checks(submission).stream()
                .map(CheckResult::message)
                .filter(message -> message != null && !message.startsWith("Not run"))
                .toList();
    }

    private List<CheckResult> checks(String submission) {
        return results.get(submission).exercises().stream().flatMap(exercise -> exercise.checks().stream()).toList();
    }

    private CheckResult check(String submission, String id) {
        return checks(submission).stream().filter(check -> check.id().equals(id)).findFirst().orElseThrow();
    }

    private List<Outcome> ofTodo(String submission, List<String> checks) {
        return checks.stream().map(id -> check(submission, id).status()).toList();
    }

    private Map<String, Long> statuses(String submission) {
        return checks(submission).stream()
                .map(check -> check.status().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }
}
