package org.marksheet.sheet41.selfchecks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.marksheet.sheet41.Exercise;
import org.marksheet.sheet41.Todos;
import org.marksheet.sheet41.ppo.PpoObjective;
import org.marksheet.sheet41.selfcheck.BoardListener;
import org.marksheet.sheet41.selfcheck.Narrowing;

/** What a student reads at the end of {@code mvn test}, and what the two switches do. */
class StudentLoopTest {
    private static final Map<Class<?>, Class<?>> HALF_WRITTEN = Map.of(PpoObjective.class, HalfWrittenPpoObjective.class);
    private static final Map<Class<?>, Class<?>> OPEN = Map.of(PpoObjective.class, OpenPpoObjective.class);
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    @Test
    void theBoardCountsWhatIsDoneWrongAndOpen() {
        assertThat(board("", HALF_WRITTEN))
                .contains("4.1.9  PPO clipping", "[#####xxxxxxxxxx.....]  1 done  2 wrong  1 open")
                .containsPattern("a +policyLoss +done\n")
                .containsPattern("b +valueLoss +wrong  3 of 5 self-checks fail\n")
                .containsPattern("d +totalLoss +open\n")
                .doesNotContain("\u001b");
    }

    @Test
    void aWrongTodoShowsItsNumbersAndAHintInTheOrderOfTheSelfChecks() {
        assertThat(board("", HALF_WRITTEN))
                .containsSubsequence(
                        "Wrong  4.1.9.b valueLoss",
                        "- theSheetsExampleIsRight (ValueLossTest.java:",
                        "The loss is 1.445 instead of 0.7225.",
                        "Hint: Clip the value to eps around the OLD value",
                        "- theGradientReachesTheValuesOnly",
                        "- paddingHasNoEffect");
    }

    @Test
    void anExceptionIsSaidOnceWithItsWords() {
        assertThat(board("", HALF_WRITTEN)).containsOnlyOnce("entropy threw IllegalStateException").contains("no entropy today");
    }

    @Test
    void theNextOpenTodoIsNamedWithItsContractAndAPlaceToClick() throws IOException {
        String board = board("", OPEN);
        assertThat(board)
                .contains("Next   4.1.9.a policyLoss", "Javadoc of PpoObjective.policyLoss")
                .contains("check  mvn -q test -Dexercise=4.1.9.a");
        Matcher place = Pattern.compile("write  (.+/ClippedPpoObjective\\.java):(\\d+)\n").matcher(board);
        assertThat(place.find()).as(board).isTrue();
        List<String> source = Files.readAllLines(ROOT.resolve(place.group(1)));
        // Here the class comes from the solution, which has the method and no comment any more.
        assertThat(source.get(Integer.parseInt(place.group(2)) - 1)).containsPattern("TODO 4\\.1\\.9\\.a|policyLoss\\(");
    }

    @Test
    void narrowingLeavesOneExerciseOrOneTodo() {
        assertThat(SelfCheckRun.of("4.1.9", false, OPEN).results()).hasSize(4);
        assertThat(SelfCheckRun.of("4.1.9.c", false, OPEN).results()).containsOnlyKeys("4.1.9.c");
        assertThat(SelfCheckRun.of("4.1.1", false, OPEN).results()).containsOnlyKeys("4.1.1.a", "4.1.1.b");
        assertThat(SelfCheckRun.of("4.1.", false, OPEN).results()).as("no beginning of another number").isEmpty();
        assertThat(board("4.1.9.c", OPEN)).contains("0 done  0 wrong  1 open").doesNotContain("policyLoss");
    }

    @Test
    void aNumberThatIsNotOnTheSheetIsRefusedWithTheNumbersThatAre() {
        String exercises = Todos.exercises().stream().map(Exercise::id).collect(Collectors.joining(", "));
        assertThat(new Narrowing("4.1.99").refusal()).hasValue("-Dexercise=4.1.99: there is nothing to write under this"
                + " number. Give one of " + exercises + ", or a single TODO such as "
                + Todos.all().get(0).id() + ".");
        assertThat(new Narrowing("4.1.9").refusal()).isEmpty();
        assertThat(new Narrowing("").refusal()).isEmpty();
    }

    @Test
    void mavenAndIdesFindBoardAndNarrowingByThemselves() {
        assertThat(ServiceLoader.load(TestExecutionListener.class).stream().map(Provider::type))
                .contains(BoardListener.class);
        assertThat(ServiceLoader.load(PostDiscoveryFilter.class).stream().map(Provider::type)).contains(Narrowing.class);
    }

    @Test
    void strictMakesAnOpenTodoFailAndKeepsItOpenOnTheBoard() {
        SelfCheckRun run = SelfCheckRun.of("4.1.9.d", true, OPEN);
        assertThat(run.of("4.1.9.d")).isNotEmpty().allMatch(result -> result.getStatus() == Status.FAILED);
        assertThat(run.failures().get("4.1.9.d")).containsOnly("TODO 4.1.9.d is still open.");
        assertThat(board("4.1.9.d", true, OPEN)).contains("0 done  0 wrong  1 open");
    }

    @Test
    void aFinishedSheetSaysThatTheHiddenChecksAskMore() {
        assertThat(board("", Map.of())).contains("4 done  0 wrong  0 open", "The hidden checks ask more").doesNotContain("Next ");
    }

    private static String board(String exercise, Map<Class<?>, Class<?>> implementations) {
        return board(exercise, false, implementations);
    }

    private static String board(String exercise, boolean strict, Map<Class<?>, Class<?>> implementations) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        SelfCheckRun.of(exercise, strict, implementations, BoardListener.plain(out, ROOT));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
