package org.marksheet.sheet41;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.marksheet.grader.api.Alternative;
import org.marksheet.grader.api.Lookalike;
import org.marksheet.grader.api.Mistake;
import org.marksheet.grader.api.Sheet;
import org.marksheet.grader.api.TodoClass;
import org.marksheet.grader.checks.CheckList;
import org.marksheet.grader.checks.CheckRun;
import org.marksheet.grader.checks.RecordedCall;
import org.marksheet.grader.diagnosis.Catalogue;
import org.marksheet.grader.selfcheck.SelfCheck;
import org.marksheet.grader.selfcheck.SelfCheckReport;
import org.marksheet.sheet41.ppo.ClippedPpoObjective;

/** The test of the tests; more draws with {@code -Dmarksheet.seeds=100}. */
class SelfCheckTest {
    @ParameterizedTest
    @CsvSource({"generation, 40, 10", "preference, 15, 8", "reward, 40, 10", "kl, 40, 10", "ppo, 40, 10"})
    void everythingThatARoomShipsDoesWhatItShould(String room, int mistakes, int lookalikes) throws InterruptedException {
        int seeds = Integer.getInteger("marksheet.seeds", 20);
        SelfCheckReport report = new SelfCheck(new Room(new Sheet41(), room), seeds, progress -> {}).run();
        assertThat(report.solution()).as("checks that the solution passes").isEqualTo(report.possible());
        assertThat(report.skeleton()).as("checks that the skeleton does not leave open").isEmpty();
        assertThat(report.mistakes().wrong()).as("mistakes that are missed or misnamed").isEmpty();
        assertThat(report.lookalikes().misnamed()).as("lookalikes with a name that they must not have").isEmpty();
        assertThat(report.alternatives().wrong()).as("alternatives without full marks").isEmpty();
        assertThat(report.problems()).isEmpty();
        assertThat(report.isGood()).as("%d of %d lookalikes: %s", report.lookalikes().right(),
                report.lookalikes().total(), report.lookalikes().wrong()).isTrue();
        assertThat(report.mistakes().total()).isGreaterThanOrEqualTo(mistakes);
        assertThat(report.lookalikes().total()).isGreaterThanOrEqualTo(lookalikes);
        assertThat(report.alternatives().total()).isGreaterThanOrEqualTo(3);
    }

    /** A call costs a worker processor time, a question to a partner a way there and back: docs/benchmarks.md. */
    @Test
    void theWholeSheetIsCheckedWithFewCalls() {
        List<RecordedCall> calls = new CheckRun(CheckList.of(new Sheet41()))
                .on(Catalogue.of(new Sheet41()).solution(), 1).stream()
                        .flatMap(outcome -> outcome.calls().stream())
                        .toList();
        assertThat(calls).hasSizeBetween(150, 250);
        assertThat(calls.stream().mapToInt(call -> call.partners().questions().size()).sum()).isBetween(150, 500);
    }

    /** The part of a sheet that lies in one package, and all that may be needed beside it. */
    private record Room(Sheet sheet, String name) implements Sheet {
        @Override
        public String id() {
            return sheet.id();
        }

        @Override
        public String rootPackage() {
            return sheet.rootPackage();
        }

        @Override
        public List<TodoClass> todoClasses() {
            return sheet.todoClasses();
        }

        @Override
        public List<Class<?>> checks() {
            return inRoom(sheet.checks());
        }

        @Override
        public List<Class<?>> mistakes() {
            return inRoom(sheet.mistakes());
        }

        @Override
        public List<Class<?>> alternatives() {
            return inRoom(sheet.alternatives());
        }

        @Override
        public List<Class<?>> lookalikes() {
            return inRoom(sheet.lookalikes());
        }

        private List<Class<?>> inRoom(List<Class<?>> holders) {
            return holders.stream()
                    .filter(holder -> holder.getPackageName().startsWith(rootPackage() + "." + name + "."))
                    .toList();
        }
    }

    /** Variants that fall short, each in its own way. */
    static final class Planted {
        @Mistake(value = "reaches-too-far", todo = "4.1.9.d")
        public static class ReachesTooFar extends ClippedPpoObjective {
            @Override
            public NDArray totalLoss(NDArray policy, NDArray value, NDArray entropy, float first, float second) {
                return super.totalLoss(policy, value, entropy, first, second).mul(1.7f);
            }

            @Override
            public NDArray entropy(NDArray logits, NDArray responseMask) {
                return super.entropy(logits, responseMask).mul(1.7f);
            }
        }

        @Mistake(value = "is-none", todo = "4.1.9.d")
        public static class IsNone extends ClippedPpoObjective {}

        @Alternative("wrong")
        public static class WrongAlternative extends ClippedPpoObjective {
            @Override
            public NDArray entropy(NDArray logits, NDArray responseMask) {
                return super.entropy(logits, responseMask).neg();
            }
        }

        @Lookalike(todo = "4.1.9.d")
        public static class NamedAgainstItsWill extends ClippedPpoObjective {
            @Override
            public NDArray totalLoss(NDArray policy, NDArray value, NDArray entropy, float first, float second) {
                return super.totalLoss(policy, value, entropy, first, second).mul(1.7f);
            }
        }
    }

    @Test
    void whatFallsShortIsSaid() throws InterruptedException {
        SelfCheckReport report = new SelfCheck(new PlantedSheet(), 1, progress -> {}).run();
        assertThat(report.isGood()).isFalse();
        assertThat(report.mistakes().right()).isZero();
        assertThat(report.mistakes().wrong())
                .anySatisfy(wrong -> assertThat(wrong)
                        .contains("4.1.9.d/reaches-too-far costs checks of other methods: [4.1.9.c/"))
                .anySatisfy(wrong -> assertThat(wrong).contains("4.1.9.d/is-none passes every check with seed 1"));
        assertThat(report.alternatives().wrong())
                .anySatisfy(wrong -> assertThat(wrong).startsWith("WrongAlternative fails [4.1.9.c/"));
        assertThat(report.lookalikes().misnamed()).anySatisfy(
                wrong -> assertThat(wrong).contains("NamedAgainstItsWill"));
        assertThat(report.problems()).as("checks that no mistake needs").isNotEmpty();
    }

    /** The sheet with the planted variants instead of its own. */
    private record PlantedSheet(Sheet41 real) implements Sheet {
        PlantedSheet() {
            this(new Sheet41());
        }

        @Override
        public String id() {
            return real.id();
        }

        @Override
        public String rootPackage() {
            return real.rootPackage();
        }

        @Override
        public List<TodoClass> todoClasses() {
            return real.todoClasses();
        }

        @Override
        public List<Class<?>> checks() {
            return real.checks();
        }

        @Override
        public List<Class<?>> mistakes() {
            return List.of(Planted.class);
        }

        @Override
        public List<Class<?>> alternatives() {
            return List.of(Planted.class);
        }

        @Override
        public List<Class<?>> lookalikes() {
            return List.of(Planted.class);
        }
    }
}
