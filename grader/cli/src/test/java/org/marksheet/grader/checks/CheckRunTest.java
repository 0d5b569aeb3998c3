package org.marksheet.grader.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.marksheet.grader.api.Check;
import org.marksheet.grader.api.TensorAssert;
import org.marksheet.grader.api.Watch;
import org.marksheet.lab.tensor.Differentiable;
import org.marksheet.worker.invoke.Answer;
import org.marksheet.worker.invoke.Answer.Failure;
import org.marksheet.worker.invoke.Answer.Kind;
import org.marksheet.worker.invoke.Request;
import org.marksheet.worker.value.Value;
import org.marksheet.worker.value.Value.Partner;
import org.marksheet.worker.value.Value.Tensor;
import org.marksheet.worker.value.Value.Whole;

/** How a check ends, whatever the other side answers. */
class CheckRunTest {
    /** The contract. */
    interface Squares {
        int square(int x);

        NDArray squares(@Differentiable NDArray x, NDArray mask);
    }

    /** Checks, some of them badly written. */
    static final class Checks {
        @Check("0.3.a/of-three")
        void ofThree(Squares squares) {
            assertEquals(9, squares.square(3), "the square of 3");
        }

        @Check("0.3.b/slope")
        void slope(Squares squares, NDManager manager, Watch watch) {
            NDArray mask = manager.create(new boolean[] {true, true});
            var derivatives = watch.gradients(
                    manager.create(new float[] {1, 1}),
                    () -> squares.squares(manager.create(new float[] {3, 4}), mask));
            TensorAssert.assertThatTensor(derivatives.gradient("x")).isCloseTo(new double[] {6, 8}, 1e-5);
        }

        @Check("0.3.c/value")
        void value(Squares squares, NDManager manager) {
            NDArray x = manager.create(new float[] {3, 4});
            TensorAssert.assertThatTensor(squares.squares(x, x)).isCloseTo(new double[] {9, 16}, 1e-5);
        }

        @Check("0.3.d/broken")
        void broken(Squares squares) {
            assertEquals(9, squares.square(3));
            throw new IllegalStateException("no such file");
        }

        @Check("0.3.e/skipped")
        void skipped(Squares squares) {
            assumeTrue(false);
        }

        @Check("0.3.f/disabled")
        @Disabled
        void disabled(Squares squares) {
            assertEquals(9, squares.square(3));
        }

        @Check("0.3.g/lenient")
        void lenient(Squares squares) {
            try {
                squares.square(3);
            } catch (RuntimeException ignored) {
                // A check must not pass because it looked away.
                return;
            }
        }
    }

    @Test
    void aRightAnswerPassesAndAWrongOneIsShown() {
        assertThat(run("0.3.a", whole(9)).outcome()).isEqualTo(Outcome.PASSED);
        CheckOutcome wrong = run("0.3.a", whole(6));
        assertThat(wrong.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(wrong.example()).isEqualTo(new Example("x = 3", "6", "9"));
    }

    @Test
    void whatIsSkippedAbortedOrDisabledHasNotPassed() {
        assertThat(run("0.3.f", whole(9)).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(run("0.3.f", whole(9)).message()).isEqualTo("This check did not run.");
        assertThatThrownBy(() -> run("0.3.e", whole(9))).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("0.3.e/skipped");
    }

    @Test
    void aBrokenCheckIsNoFaultOfTheSubmission() {
        assertThatThrownBy(() -> run("0.3.d", whole(9))).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Check 0.3.d/broken itself is broken")
                .hasMessageContaining("no such file");
    }

    @Test
    void aFaultOfTheMachineIsNoFaultOfTheSubmission() {
        assertThatThrownBy(() -> run("0.3.a", request -> {
            throw new WorkerFaultException("A worker did not start.", null);
        })).isInstanceOf(WorkerFaultException.class).hasMessage("A worker did not start.");
    }

    @Test
    void aCallWithoutAnAnswerNeverPassesHoweverLenientTheCheck() {
        Map<Kind, Outcome> ends = new LinkedHashMap<>();
        ends.put(Kind.OPEN, Outcome.TODO);
        ends.put(Kind.TIMEOUT, Outcome.TIMEOUT);
        ends.put(Kind.DIED, Outcome.THREW);
        ends.forEach((kind, outcome) -> {
            for (String todo : List.of("0.3.a", "0.3.g")) {
                assertThat(run(todo, failing(kind, "")).outcome()).as("%s of %s", kind, todo).isEqualTo(outcome);
            }
        });
    }

    @Test
    void anExceptionIsToldWithItsTypeAndPlace() {
        CheckOutcome threw = run("0.3.a", request ->
                Answer.failed(new Failure(Kind.THREW, "ArithmeticException", "/ by zero", "A.java:7")));
        assertThat(threw.outcome()).isEqualTo(Outcome.THREW);
        assertThat(threw.message()).isEqualTo("ArithmeticException: / by zero (A.java:7)");
        CheckOutcome mismatch = run("0.3.a", failing(Kind.MISMATCH, "the tensor was closed"));
        assertThat(mismatch.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(mismatch.message()).isEqualTo("square: the tensor was closed.");
    }

    @Test
    void gradientsArriveByName() {
        assertThat(run("0.3.b", gradients(Map.of("x", floats(6, 8)))).outcome()).isEqualTo(Outcome.PASSED);
        CheckOutcome cut = run("0.3.b", gradients(Map.of("x", Value.NOTHING)));
        assertThat(cut.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(cut.message()).startsWith("No gradient arrives at x");
    }

    @Test
    void whateverAForgedAnswerHoldsTheCheckFailsAndNothingElse() {
        List<Value> values = List.of(Value.NOTHING, new Whole(1), new Whole(Long.MAX_VALUE), new Partner(0), new Partner(-1),
                new Value.Text("9"), new Value.Items(List.of()), new Value.Fields(Map.of()), new Value.Bytes(new byte[4]),
                floats(1, 2, 3), new Tensor("INT64", List.of(2L), new byte[16]));
        for (Value value : values) {
            for (String todo : List.of("0.3.a", "0.3.c")) {
                assertThat(run(todo, request -> new Answer(value, Map.of(), Map.of(), null)).outcome())
                        .as("%s for %s", value, todo).isEqualTo(Outcome.FAILED);
            }
            assertThat(run("0.3.b", gradients(Map.of("x", value))).outcome()).as("the gradient %s", value)
                    .isEqualTo(Outcome.FAILED);
        }
        assertThat(run("0.3.b", gradients(Map.of())).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(run("0.3.b", gradients(Map.of("y", floats(6, 8)))).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(run("0.3.b", gradients(Map.of("x", floats(6, 8), "y", floats(6, 8)))).outcome())
                .isEqualTo(Outcome.FAILED);
    }

    private static CheckOutcome run(String todo, Function<Request, Answer> other) {
        Map<String, Method> methods = new LinkedHashMap<>();
        for (Method method : Checks.class.getDeclaredMethods()) {
            Check check = method.getAnnotation(Check.class);
            if (check != null && CheckList.todo(check.value()).equals(todo)) {
                methods.put(check.value(), method);
            }
        }
        List<CheckOutcome> outcomes =
                new CheckRun(new CheckList(methods)).on((request, partners) -> other.apply(request), 3);
        assertThat(outcomes).hasSize(1);
        return outcomes.get(0);
    }

    private static Function<Request, Answer> whole(long value) {
        return request -> new Answer(new Whole(value), Map.of(), Map.of(), null);
    }

    private static Function<Request, Answer> failing(Kind kind, String message) {
        return request -> Answer.failed(new Failure(kind, "", message, ""));
    }

    private static Function<Request, Answer> gradients(Map<String, Value> gradients) {
        return request -> new Answer(floats(9, 16), gradients, Map.of(), null);
    }

    private static Tensor floats(float... numbers) {
        var data = java.nio.ByteBuffer.allocate(4 * numbers.length).order(java.nio.ByteOrder.nativeOrder());
        data.asFloatBuffer().put(numbers);
        return new Tensor("FLOAT32", List.of((long) numbers.length), data.array());
    }
}
