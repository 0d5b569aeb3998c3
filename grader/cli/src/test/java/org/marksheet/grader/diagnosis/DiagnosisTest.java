package org.marksheet.grader.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.marksheet.grader.checks.CheckList;
import org.marksheet.grader.checks.CheckOutcome;
import org.marksheet.grader.checks.CheckRun;
import org.marksheet.grader.checks.LocalImplementation;
import org.marksheet.grader.checks.Outcome;
import org.marksheet.grader.checks.RecordedCall;
import org.marksheet.grader.diagnosis.Tally.Counting;
import org.marksheet.grader.diagnosis.Tally.Die;
import org.marksheet.grader.diagnosis.Tally.Solved;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.lab.todo.OpenTodo;
import org.marksheet.worker.invoke.Answer;
import org.marksheet.worker.invoke.Answer.Failure;
import org.marksheet.worker.invoke.Answer.Kind;

class DiagnosisTest {
    private static final Tally SHEET = new Tally();
    private static final Catalogue CATALOGUE = Catalogue.of(SHEET);
    private static final Diagnosis DIAGNOSIS = new Diagnosis(CATALOGUE);

    @Test
    void theSolutionFitsNoMistake() {
        for (String todo : List.of("0.2.a", "0.2.b", "0.2.c")) {
            assertThat(outcomes(todo, new Solved())).allMatch(outcome -> outcome.outcome() == Outcome.PASSED);
            assertThat(DIAGNOSIS.of(todo, calls(todo, new Solved()))).isEmpty();
        }
    }

    @Test
    void theOneMistakeThatFitsIsNamedHoweverItIsWritten() {
        assertThat(named("0.2.a", new Solved() {
            @Override
            public float weighed(float x, float y) {
                return 3 * x - (2 * x - y) + 1e-5f;
            }
        })).isEqualTo("plus");
        assertThat(named("0.2.a", new Solved() {
            @Override
            public float weighed(float x, float y) {
                return y + x + x;
            }
        })).isEqualTo("swapped");
    }

    @Test
    void twoMistakesThatFitGiveNoName() {
        assertThat(named("0.2.a", new Solved() {
            @Override
            public float weighed(float x, float y) {
                return x - 2 * y;
            }
        })).isNull();
    }

    @Test
    void twoMistakesAtOnceGiveNoName() {
        assertThat(named("0.2.a", new Solved() {
            @Override
            public float weighed(float x, float y) {
                return 2 * x - y;
            }
        })).isNull();
    }

    @Test
    void aMistakeThatFitsAllCallsButOneGivesNoName() {
        assertThat(named("0.2.a", new Solved() {
            @Override
            public float weighed(float x, float y) {
                return x < 0 ? super.weighed(x, y) : x + y;
            }
        })).isNull();
    }

    @Test
    void aMistakeThatNoCallCanTellFromAnotherIsNeverNamed() {
        assertThat(named("0.2.a", new Tally.Mistakes.Tripled())).isNull();
    }

    @Test
    void nearlyTheSolutionIsNotTheMistake() {
        assertThat(named("0.2.a", new Solved() {
            @Override
            public float weighed(float x, float y) {
                return super.weighed(x, y) + .01f;
            }
        })).isNull();
    }

    @Test
    void partnersAreAskedAfreshAndTheirQuestionsCount() {
        assertThat(named("0.2.b", new Tally.Mistakes.OneThrowLess())).isEqualTo("one-throw-less");
        assertThat(named("0.2.b", new Solved() {
            @Override
            public int thrown(Die die, int times) {
                int sum = super.thrown(die, times);
                return sum - 1;
            }
        })).isEqualTo("first-throw-left-out");
        assertThat(named("0.2.b", new Solved() {
            @Override
            public int thrown(Die die, int times) {
                super.thrown(die, times);
                return 6;
            }
        })).as("the value of one throw less, but all questions asked").isNull();
    }

    @Test
    void randomResultsAreComparedByTheirStatistic() {
        assertThat(named("0.2.c", new Solved() {
            @Override
            public float share(RandomSource random, int count) {
                float[] numbers = random.uniform(count).toFloatArray();
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = 1 - numbers[i];
                }
                return share(numbers, .25f);
            }
        })).as("other draws, a share near a quarter").isEqualTo("a-quarter");
        assertThat(named("0.2.c", new Solved() {
            @Override
            public float share(RandomSource random, int count) {
                return share(random.uniform(count).toFloatArray(), .35f);
            }
        })).as("far from one half and from a quarter").isNull();
    }

    @Test
    void whereACallHasNoAnswerThereIsNoName() {
        List<RecordedCall> calls = calls("0.2.a", new Tally.Mistakes.Plus());
        assertThat(DIAGNOSIS.of("0.2.a", calls)).contains("plus");
        assertThat(DIAGNOSIS.of("0.2.a", List.of())).isEmpty();
        for (Kind kind : List.of(Kind.TIMEOUT, Kind.DIED, Kind.OPEN)) {
            RecordedCall first = calls.get(0);
            RecordedCall lost = new RecordedCall(first.check(), first.request(), first.partners(),
                    Answer.failed(new Failure(kind, "", "", "")), first.statistic());
            assertThat(DIAGNOSIS.of("0.2.a", List.of(lost, calls.get(1)))).as("%s", kind).isEmpty();
        }
    }

    @Test
    void anExceptionFitsOnlyAnException() {
        assertThat(named("0.2.a", new Solved() {
            @Override
            public float weighed(float x, float y) {
                if (x < 0) {
                    throw new IllegalArgumentException("x is " + x);
                }
                return x + y;
            }
        })).isNull();
        assertThat(named("0.2.a", new Solved() {
            @Override
            public float weighed(float x, float y) {
                throw new OpenTodo("0.2.a");
            }
        })).isNull();
    }

    private static String named(String todo, Counting counting) {
        List<CheckOutcome> outcomes = outcomes(todo, counting);
        assertThat(outcomes).as("what is wrong fails").anyMatch(outcome -> outcome.outcome() != Outcome.PASSED);
        return DIAGNOSIS.of(todo, outcomes.stream().flatMap(outcome -> outcome.calls().stream()).toList()).orElse(null);
    }

    private static List<RecordedCall> calls(String todo, Counting counting) {
        return outcomes(todo, counting).stream().flatMap(outcome -> outcome.calls().stream()).toList();
    }

    private static List<CheckOutcome> outcomes(String todo, Counting counting) {
        LocalImplementation implementation = new LocalImplementation(
                CATALOGUE.solution().contracts(), Map.of(Counting.class.getName(), counting));
        return new CheckRun(CheckList.of(SHEET).ofTodo(todo)).on(implementation, 5);
    }
}
