package org.marksheet.worker.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.marksheet.lab.tensor.Differentiable;
import org.marksheet.lab.todo.OpenTodo;
import org.marksheet.worker.invoke.Answer.Failure;
import org.marksheet.worker.invoke.Answer.Kind;
import org.marksheet.worker.value.MismatchException;
import org.marksheet.worker.value.Partners;
import org.marksheet.worker.value.Value;
import org.marksheet.worker.value.Value.Fields;
import org.marksheet.worker.value.Value.Real;
import org.marksheet.worker.value.Value.Tensor;
import org.marksheet.worker.value.Value.Text;
import org.marksheet.worker.value.Value.Whole;

class InvokerTest {
    /** Two results. */
    record Scored(NDArray loss, NDArray terms, float share) {}

    /** What the targets of these tests implement, each its own method. */
    interface Toy {
        default NDArray scaled(@Differentiable NDArray x, NDArray weights) {
            throw new OpenTodo("0.1.a");
        }

        default Scored scored(@Differentiable NDArray x) {
            throw new OpenTodo("0.1.b");
        }

        default String said(int times) {
            throw new OpenTodo("0.1.c");
        }

        default List<String> listed() {
            throw new OpenTodo("0.1.e");
        }

        default int asked(Model model, int count) {
            throw new OpenTodo("0.1.d");
        }
    }

    /** A partner. */
    interface Model {
        int next(int previous);
    }

    /** The table of one partner, which notes what it is asked. */
    private static final class OnePartner implements Partners {
        private final List<Integer> questions = new ArrayList<>();

        @Override
        public int number(Class<?> type, Object object) {
            throw new MismatchException("not handed out");
        }

        @Override
        public Object partner(Class<?> type, int number, NDManager manager) {
            return (Model) previous -> {
                questions.add(previous);
                return previous * 3;
            };
        }
    }

    @Test
    void anAnswerIsTheValueOfTheResult() {
        Answer answer = call(new Toy() {
            @Override
            public String said(int times) {
                return "ha".repeat(times);
            }
        }, "said", new Whole(3));
        assertThat(answer).isEqualTo(new Answer(new Text("hahaha"), Map.of(), Map.of(), null));
    }

    @Test
    void nullCrossesAsNothing() {
        Toy silent = new Toy() {
            @Override
            public NDArray scaled(NDArray x, NDArray weights) {
                return null;
            }

            @Override
            public Scored scored(NDArray x) {
                return new Scored(null, null, 0);
            }
        };
        assertThat(call(silent, "scaled", floats(1), floats(2)).value()).isEqualTo(Value.NOTHING);
        Answer scored = differentiated(silent, "scored", Map.of(), floats(1));
        assertThat(((Fields) scored.value()).it()).containsEntry("loss", Value.NOTHING).containsEntry("share", new Real(0));
        assertThat(scored.gradients()).containsExactly(Map.entry("x", Value.NOTHING));
    }

    @Test
    void gradientsOfAllFloatArgumentsComeBackByName() {
        Toy product = new Toy() {
            @Override
            public NDArray scaled(NDArray x, NDArray weights) {
                return x.mul(weights).sum();
            }
        };
        Answer answer = differentiated(product, "scaled", Map.of(), floats(2, 3), floats(5, 7));
        assertThat(numbers(answer.value())).containsExactly(31);
        assertThat(numbers(answer.gradients().get("x"))).containsExactly(5, 7);
        assertThat(numbers(answer.gradients().get("weights"))).containsExactly(2, 3);
        assertThat(answer.changed()).isEmpty();
    }

    @Test
    void aCotangentWeighsWhatIsNoScalar() {
        Toy product = new Toy() {
            @Override
            public NDArray scaled(NDArray x, NDArray weights) {
                return x.mul(weights);
            }
        };
        Answer answer = differentiated(product, "scaled", Map.of("", floats(10, 100)), floats(2, 3), floats(5, 7));
        assertThat(numbers(answer.gradients().get("x"))).containsExactly(50, 700);
        Answer without = differentiated(product, "scaled", Map.of(), floats(2, 3), floats(5, 7));
        assertThat(without.gradients()).containsEntry("x", Value.NOTHING).containsEntry("weights", Value.NOTHING);
    }

    @Test
    void theComponentsOfARecordAddUp() {
        Toy both = new Toy() {
            @Override
            public Scored scored(NDArray x) {
                return new Scored(x.sum(), x.mul(2), .5f);
            }
        };
        Answer answer = differentiated(both, "scored", Map.of("terms", floats(1, 10)), floats(3, 4));
        assertThat(numbers(answer.gradients().get("x"))).containsExactly(3, 21);
    }

    @Test
    void aCutGraphLeavesNoGradientAndDataNone() {
        Toy cut = new Toy() {
            @Override
            public NDArray scaled(NDArray x, NDArray weights) {
                return x.getManager().create(x.mul(weights).sum().getFloat());
            }
        };
        assertThat(differentiated(cut, "scaled", Map.of(), floats(2, 3), floats(5, 7)).gradients())
                .containsEntry("x", Value.NOTHING)
                .containsEntry("weights", Value.NOTHING);
        Toy data = new Toy() {
            @Override
            public NDArray scaled(NDArray x, NDArray weights) {
                return x.mul(weights.stopGradient()).sum();
            }
        };
        Answer answer = differentiated(data, "scaled", Map.of(), floats(2, 3), floats(5, 7));
        assertThat(numbers(answer.gradients().get("x"))).containsExactly(5, 7);
        assertThat(answer.gradients()).containsEntry("weights", Value.NOTHING);
    }

    @Test
    void aCallWithoutGradientsRecordsNone() {
        Toy asking = new Toy() {
            @Override
            public NDArray scaled(NDArray x, NDArray weights) {
                return x.getManager().create(x.hasGradient() ? 1f : 0f);
            }
        };
        Answer answer = call(asking, "scaled", floats(2, 3), floats(5, 7));
        assertThat(numbers(answer.value())).containsExactly(0);
        assertThat(answer.gradients()).isEmpty();
    }

    @Test
    void aResultOfAnotherShapeThanItsCotangentIsAMismatchInWords() {
        Toy wrong = new Toy() {
            @Override
            public NDArray scaled(NDArray x, NDArray weights) {
                return x.sum();
            }
        };
        assertThat(differentiated(wrong, "scaled", Map.of("", floats(1, 2)), floats(2, 3), floats(5, 7)).failure())
                .isEqualTo(new Failure(Kind.MISMATCH, "", "the result has the shape () instead of (2)", ""));
    }

    @Test
    void changedArgumentsAreToldAsTheyAreNow() {
        Answer answer = call(new Toy() {
            @Override
            public NDArray scaled(NDArray x, NDArray weights) {
                return x.muli(2).add(weights);
            }
        }, "scaled", floats(2, 3), floats(5, 7));
        assertThat(answer.changed().keySet()).containsExactly("x");
        assertThat(numbers(answer.changed().get("x"))).containsExactly(4, 6);
        Answer closed = call(new Toy() {
            @Override
            public NDArray scaled(NDArray x, NDArray weights) {
                NDArray sum = x.add(weights);
                weights.close();
                return sum;
            }
        }, "scaled", floats(2, 3), floats(5, 7));
        assertThat(numbers(closed.value())).containsExactly(7, 10);
        assertThat(closed.changed()).containsExactly(Map.entry("weights", Value.NOTHING));
    }

    @Test
    void anArgumentOfNotANumberIsUnchanged() {
        Answer answer = call(new Toy() {
            @Override
            public NDArray scaled(NDArray x, NDArray weights) {
                return weights;
            }
        }, "scaled", floats(Float.NaN, -0f), floats(5));
        assertThat(answer.changed()).isEmpty();
        assertThat(numbers(answer.value())).containsExactly(5);
    }

    @Test
    void aClosedResultIsAMismatchInWords() {
        Toy closing = new Toy() {
            @Override
            public NDArray scaled(NDArray x, NDArray weights) {
                try (NDArray sum = x.add(weights)) {
                    return sum;
                }
            }
        };
        Failure words = new Failure(Kind.MISMATCH, "", "the tensor was closed before it was handed over", "");
        assertThat(call(closing, "scaled", floats(1), floats(2)).failure()).isEqualTo(words);
        assertThat(differentiated(closing, "scaled", Map.of(), floats(1), floats(2)).failure()).isEqualTo(words);
    }

    @Test
    void anOpenTodoIsNamed() {
        assertThat(call(new Toy() {}, "said", new Whole(1)).failure())
                .isEqualTo(new Failure(Kind.OPEN, "OpenTodo", "0.1.c", ""));
    }

    /** An exception whose message cannot be had. */
    static final class Hostile extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new StackOverflowError();
        }
    }

    /** An exception that has no stack trace to look at. */
    static final class Blank extends IndexOutOfBoundsException {
        private static final long serialVersionUID = 1L;

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new IllegalStateException();
        }
    }

    static Stream<List<Object>> everyException() {
        return Stream.of(
                List.of(new IllegalArgumentException("clipRange is 2"), "IllegalArgumentException", "clipRange is 2"),
                List.of(new NumberFormatException("x"), "NumberFormatException", "x"),
                List.of(new NullPointerException(), "NullPointerException", "null"),
                List.of(new StackOverflowError(), "StackOverflowError", "null"),
                List.of(new OutOfMemoryError("heap"), "OutOfMemoryError", "heap"),
                List.of(new EngineException("shapes"), "EngineException", "shapes"),
                List.of(new java.util.NoSuchElementException("none"), "Exception", "none"),
                List.of(new java.util.zip.DataFormatException("odd"), "Exception", "odd"),
                List.of(new AssertionError("mine"), "Error", "mine"),
                List.of(new ThreadDeath(), "Error", "null"),
                List.of(new java.nio.file.InvalidPathException("p", "r"), "IllegalArgumentException", "r: p"),
                List.of(new Hostile(), "IllegalStateException", "(its message cannot be read)"),
                List.of(new Blank(), "IndexOutOfBoundsException", "null"));
    }

    @ParameterizedTest
    @MethodSource("everyException")
    void anExceptionCrossesAsAnAllowedTypeAndAMessage(List<Object> thrown) {
        Failure failure = call(throwing((Throwable) thrown.get(0)), "said", new Whole(1)).failure();
        assertThat(failure.kind()).isEqualTo(Kind.THREW);
        assertThat(failure.type()).isEqualTo(thrown.get(1));
        assertThat(failure.message()).isEqualTo(thrown.get(2));
    }

    @Test
    void aMessageIsBounded() {
        Failure failure = call(throwing(new IllegalStateException("long ".repeat(10_000))), "said", new Whole(1)).failure();
        assertThat(failure.message()).hasSize(2000).startsWith("long long ");
    }

    @Test
    void aFailureSaysWhereInTheSubmission() {
        assertThat(call(throwing(new IllegalStateException()), "said", new Whole(1)).failure().where())
                .matches("InvokerTest\\.java:\\d+");
    }

    @Test
    void aResultThatThrowsWhenItIsReadIsAnAnswer() {
        Failure failure = call(new Toy() {
            @Override
            public List<String> listed() {
                return new AbstractList<>() {
                    @Override
                    public String get(int index) {
                        throw new IllegalStateException("lazy");
                    }

                    @Override
                    public int size() {
                        return 2;
                    }
                };
            }
        }, "listed").failure();
        assertThat(failure.kind()).isEqualTo(Kind.THREW);
        assertThat(failure.message()).isEqualTo("lazy");
    }

    @Test
    void aWayBackThatIsBlockedByAChangeInPlaceIsSaid() {
        Failure failure = differentiated(new Toy() {
            @Override
            public NDArray scaled(NDArray x, NDArray weights) {
                NDArray powers = x.exp();
                NDArray sum = powers.mul(powers).sum();
                powers.addi(1);
                return sum;
            }
        }, "scaled", Map.of(), floats(2, 3), floats(5, 7)).failure();
        assertThat(failure.kind()).isEqualTo(Kind.MISMATCH);
        assertThat(failure.message()).startsWith("no gradient can be computed: ").contains("inplace");
    }

    @Test
    void aPartnerIsAskedInOrder() {
        OnePartner table = new OnePartner();
        Answer answer = Invoker.invoke(new Toy() {
            @Override
            public int asked(Model model, int count) {
                int token = 1;
                for (int i = 0; i < count; i++) {
                    token = model.next(token);
                }
                return token;
            }
        }, Invoker.method(Toy.class, "asked"), request("asked", false, Map.of(), new Value.Partner(0), new Whole(4)), table);
        assertThat(answer.value()).isEqualTo(new Whole(81));
        assertThat(table.questions).containsExactly(1, 3, 9, 27);
    }

    @Test
    void aPipeThatBreaksInAQuestionIsNoFaultOfTheSubmission() {
        Toy asking = new Toy() {
            @Override
            public int asked(Model model, int count) {
                throw new PartnerFailedException("the pipe to the grader broke", null);
            }
        };
        assertThatThrownBy(() -> call(asking, "asked", new Value.Partner(0), new Whole(4)))
                .isInstanceOf(PartnerFailedException.class);
    }

    @Test
    void aRequestThatDoesNotFitTheMethodIsAMismatch() {
        assertThat(call(new Toy() {}, "said", new Text("three")).failure().kind()).isEqualTo(Kind.MISMATCH);
        assertThatThrownBy(() -> Invoker.method(Toy.class, "sad")).isInstanceOf(MismatchException.class)
                .hasMessageEndingWith("Toy has no method sad");
    }

    private static Toy throwing(Throwable thrown) {
        return new Toy() {
            @Override
            public String said(int times) {
                InvokerTest.<RuntimeException>sneak(thrown);
                return null;
            }
        };
    }

    @SuppressWarnings("unchecked") // The compiler believes it, the caller sees it as it is.
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        thrown.setStackTrace(new Throwable().getStackTrace());
        throw (T) thrown;
    }

    private static Answer call(Toy target, String method, Value... arguments) {
        return Invoker.invoke(target, Invoker.method(Toy.class, method), request(method, false, Map.of(), arguments), new OnePartner());
    }

    private static Answer differentiated(Toy target, String method, Map<String, Value> cotangents, Value... arguments) {
        return Invoker.invoke(target, Invoker.method(Toy.class, method), request(method, true, cotangents, arguments), new OnePartner());
    }

    private static Request request(String method, boolean gradients, Map<String, Value> cotangents, Value... arguments) {
        return new Request(Toy.class.getName(), method, List.of(arguments), gradients, cotangents);
    }

    private static Tensor floats(float... numbers) {
        ByteBuffer data = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.nativeOrder());
        data.asFloatBuffer().put(numbers);
        return new Tensor("FLOAT32", List.of((long) numbers.length), data.array());
    }

    private static float[] numbers(Value value) {
        Tensor tensor = (Tensor) value;
        float[] numbers = new float[tensor.data().length / 4];
        ByteBuffer.wrap(tensor.data()).order(ByteOrder.nativeOrder()).asFloatBuffer().get(numbers);
        return numbers;
    }
}
