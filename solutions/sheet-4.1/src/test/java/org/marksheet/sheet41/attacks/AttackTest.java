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
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.marksheet.grader.checks.Outcome;
import org.marksheet.grader.sandbox.NoSandboxException;
import org.marksheet.grader.sandbox.Sandbox;
import org.marksheet.grader.score.CheckResult;
import org.marksheet.grader.score.ExerciseResult;
import org.marksheet.grader.score.Result;
import org.marksheet.grader.score.Result.Status;
import org.marksheet.sheet41.Sheet41;

/**
 * Each folder of {@code src/test/attacks} is a submission with its verdict beside it. All are graded once, through
 * the stages that real submissions go through, with the same honest neighbour between them.
 *
 * <p>{@code -Dmarksheet.attacks=NAME,NAME} grades some of them only.
 */
@Tag("sandbox")
class AttackTest {
    private static final Path HOME = Path.of(System.getProperty("marksheet.home"));
    private static final Path ATTACKS = HOME.resolve("solutions/sheet-4.1/src/test/attacks");
    private static final Path HONEST = HOME.resolve("docs/examples/submissions/ada");
    private static final String SOURCE = "ClippedPpoObjective.java";
    private static final String ATTACKED = "4.1.9.a";
    private static final Set<String> OF_THE_FILE = new Sheet41().todoClasses().stream()
            .filter(todo -> todo.implementation().endsWith("." + SOURCE.replace(".java", "")))
            .flatMap(todo -> todo.todos().values().stream())
            .collect(Collectors.toSet());
    private static final String CANARY = "a canary";
    private static final int BETWEEN_NEIGHBOURS = 8;
    private static final int LONGEST_MESSAGE = 4000;
    private static final long SEED = 20260101;

    @TempDir
    private static Path folder;

    private static final Map<String, Result> RESULTS = new LinkedHashMap<>();
    private static final List<Result> NEIGHBOURS = new ArrayList<>();
    private static final Set<Long> LEFT = new TreeSet<>();
    private static Path canary;

    @BeforeAll
    static void gradeAll() throws Exception {
        Sandbox sandbox = sandbox();
        Set<Long> before = descendants();
        canary = Files.writeString(folder.resolve("canary"), CANARY);
        List<Path> incoming = new ArrayList<>();
        for (String name : attacks()) {
            if (incoming.size() % BETWEEN_NEIGHBOURS == 0) {
                incoming.add(HONEST);
            }
            Path copy = Files.createDirectories(folder.resolve("in").resolve(name));
            String source = Files.readString(ATTACKS.resolve(name).resolve(SOURCE));
            Files.writeString(copy.resolve(SOURCE), source.replace("@canary@", canary.toString()));
            incoming.add(copy);
        }
        incoming.add(HONEST);
        try (AttackBench bench = AttackBench.set(sandbox, SEED)) {
            for (Result result : bench.grade(incoming)) {
                if (result.submission().equals("ada")) {
                    NEIGHBOURS.add(result);
                } else {
                    RESULTS.put(result.submission(), result);
                }
            }
        }
        long patience = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        do {
            LEFT.clear();
            LEFT.addAll(descendants());
            LEFT.removeAll(before);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        } while (!LEFT.isEmpty() && System.nanoTime() < patience);
    }

    /** The other exercises of the sheet, and what else belongs to this one, are open in every attack. */
    private static boolean isAttacked(ExerciseResult exercise) {
        return ATTACKED.startsWith(exercise.id() + ".");
    }

    static List<String> attacks() throws IOException {
        List<String> wanted = List.of(System.getProperty("marksheet.attacks", "").split(","));
        try (Stream<Path> folders = Files.list(ATTACKS)) {
            return folders.map(found -> found.getFileName().toString())
                    .filter(name -> wanted.equals(List.of("")) || wanted.contains(name))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void anAttackEndsAsItsVerdictSays(String name) throws IOException {
        Verdict verdict = Verdict.of(ATTACKS.resolve(name));
        Result result = RESULTS.get(name);
        assertThat(result.status()).as(result.reason()).isEqualTo(Status.GRADED);
        Map<String, List<CheckResult>> byTodo = result.exercises().stream()
                .flatMap(exercise -> exercise.checks().stream())
                .filter(check -> OF_THE_FILE.contains(check.todo()))
                .collect(Collectors.groupingBy(CheckResult::todo));
        assertThat(byTodo.keySet()).isEqualTo(verdict.outcomes().keySet());
        byTodo.forEach((todo, checks) -> assertThat(checks)
                .filteredOn(check -> !verdict.outcomes().get(todo).contains(check.status()))
                .extracting(check -> check.id() + " " + check.status() + ": " + check.message())
                .as("%s of %s, not %s", todo, name, verdict.outcomes().get(todo))
                .isEmpty());
        if (!verdict.full(ATTACKED)) {
            assertThat(byTodo.get(ATTACKED))
                    .as("%s of %s has not all points", ATTACKED, name)
                    .anyMatch(check -> check.status() != Outcome.PASSED);
        }
        List<String> messages = byTodo.values().stream()
                .flatMap(List::stream)
                .map(CheckResult::message)
                .filter(Objects::nonNull)
                .toList();
        assertThat(messages).allSatisfy(message -> assertThat(message).hasSizeLessThan(LONGEST_MESSAGE));
        if (!verdict.words().isEmpty()) {
            assertThat(messages).anySatisfy(message -> assertThat(message).contains(verdict.words()));
        }
    }

    @Test
    void aNeighbourOfAttacksHasFullMarks() {
        assertThat(NEIGHBOURS).hasSizeGreaterThanOrEqualTo(2).allSatisfy(result -> {
            assertThat(result.exercises())
                    .filteredOn(AttackTest::isAttacked)
                    .flatMap(exercise -> exercise.checks())
                    .allSatisfy(check -> assertThat(check.status())
                            .as("%s: %s", check.id(), check.message())
                            .isEqualTo(Outcome.PASSED));
            assertThat(result.exercises())
                    .filteredOn(AttackTest::isAttacked)
                    .allSatisfy(exercise -> assertThat(exercise.earned()).isEqualByComparingTo(exercise.possible()));
        });
    }

    @Test
    void noProcessIsLeft() {
        assertThat(LEFT).isEmpty();
    }

    @Test
    void aFileOutsideIsAsItWas() throws IOException {
        assertThat(canary).hasContent(CANARY);
    }

    private static Set<Long> descendants() {
        return ProcessHandle.current().descendants().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    private static Sandbox sandbox() throws NoSandboxException {
        try {
            return Sandbox.detect(AttackBench.slots());
        } catch (NoSandboxException e) {
            Assumptions.assumeTrue(System.getenv("CI") != null, e.getMessage());
            throw e;
        }
    }
}
