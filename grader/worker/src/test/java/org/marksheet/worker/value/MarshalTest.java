package org.marksheet.worker.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.marksheet.lab.tensor.Portable;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.worker.value.Value.Fields;
import org.marksheet.worker.value.Value.Items;
import org.marksheet.worker.value.Value.Partner;
import org.marksheet.worker.value.Value.Real;
import org.marksheet.worker.value.Value.Tensor;
import org.marksheet.worker.value.Value.Text;
import org.marksheet.worker.value.Value.Truth;
import org.marksheet.worker.value.Value.Whole;

class MarshalTest {
    /** Types as a contract declares them. */
    private interface Declared {
        List<String> words();

        List<List<Integer>> table();

        List<NDArray> tensors();

        @SuppressWarnings("rawtypes")
        List raw();

        <T> T anything();
    }

    private enum Colour {
        RED,
        BLUE {
            @Override
            public String toString() {
                return "azure";
            }
        }
    }

    private record Pair(NDArray loss, float share) {}

    private record Narrow(int least) {
        Narrow {
            if (least < 0) {
                throw new IllegalArgumentException("least is " + least);
            }
        }
    }

    private record Grumpy(int it) {
        @Override
        public int it() {
            throw new IllegalStateException("not today");
        }
    }

    private interface Model {
        String name();
    }

    private final NDManager manager = Torch.manager();
    private final Partners partners = new Partners() {
        @Override
        public int number(Class<?> type, Object object) {
            return 7;
        }

        @Override
        public Object partner(Class<?> type, int number, NDManager owner) {
            return (Model) () -> "model " + number;
        }
    };
    private final Marshal marshal = new Marshal(manager, partners);

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void whatAContractMayDeclareGoesOverAndComesBack() throws Exception {
        Type words = type("words");
        Type table = type("table");
        assertThat(back(boolean.class, true)).isEqualTo(true);
        assertThat(back(Boolean.class, false)).isEqualTo(false);
        assertThat(back(int.class, -3)).isEqualTo(-3);
        assertThat(back(Integer.class, 3)).isEqualTo(3);
        assertThat(back(long.class, 1L << 40)).isEqualTo(1L << 40);
        assertThat(back(float.class, 0.1f)).isEqualTo(0.1f);
        assertThat(back(Float.class, -0f)).isEqualTo(-0f);
        assertThat(back(double.class, 0.1)).isEqualTo(0.1);
        assertThat(back(double.class, Double.NEGATIVE_INFINITY)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(back(String.class, "ε")).isEqualTo("ε");
        assertThat(back(char.class, 'ε')).isEqualTo('ε');
        assertThat(back(Colour.class, Colour.BLUE)).isEqualTo(Colour.BLUE);
        assertThat(back(words, List.of("a", ""))).isEqualTo(List.of("a", ""));
        assertThat(back(table, List.of(List.of(1, 2), List.of()))).isEqualTo(List.of(List.of(1, 2), List.of()));
        assertThat((int[]) back(int[].class, new int[] {1, 2})).containsExactly(1, 2);
        assertThat((String[][]) back(String[][].class, new String[][] {{"a"}, {}}))
                .isDeepEqualTo(new String[][] {{"a"}, {}});
        assertThat(back(String.class, null)).isNull();
        assertThat(back(words, Arrays.asList("a", null))).isEqualTo(Arrays.asList("a", null));
        assertThat(((Model) back(Model.class, (Model) () -> "mine")).name()).isEqualTo("model 7");
    }

    @ParameterizedTest
    @EnumSource(value = DataType.class, names = {"FLOAT64", "FLOAT32", "FLOAT16", "INT64", "INT32", "INT8", "UINT8", "BOOLEAN"})
    void tensorsOfEachTypeGoOverAndComeBack(DataType type) {
        NDArray array = manager.create(new float[] {0, 1, 2, 3, 0, 5}, new Shape(2, 3)).toType(type, true);
        NDArray again = (NDArray) back(NDArray.class, array);
        assertThat(again.getDataType()).isEqualTo(type);
        assertThat(again.getShape()).isEqualTo(new Shape(2, 3));
        assertThat(again.toType(DataType.FLOAT32, true).toFloatArray())
                .isEqualTo(array.toType(DataType.FLOAT32, true).toFloatArray());
    }

    @Test
    void oddNumbersScalarsAndEmptyTensorsGoOverAndComeBack() {
        float[] odd = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, Float.MIN_VALUE};
        assertThat(((NDArray) back(NDArray.class, manager.create(odd))).toFloatArray()).isEqualTo(odd);
        assertThat(((NDArray) back(NDArray.class, manager.create(2.5f))).getShape()).isEqualTo(new Shape());
        assertThat(((NDArray) back(NDArray.class, manager.zeros(new Shape(2, 0)))).getShape()).isEqualTo(new Shape(2, 0));
    }

    @Test
    void aViewCrossesAsItsNumbersInTheirOrder() {
        NDArray array = manager.create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(2, 3));
        assertThat(((NDArray) back(NDArray.class, array.transpose())).toFloatArray()).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(((NDArray) back(NDArray.class, array.get(":, 1:"))).toFloatArray()).containsExactly(2, 3, 5, 6);
    }

    @Test
    void recordsGoOverAndComeBack() {
        Pair pair = (Pair) back(Pair.class, new Pair(manager.create(1.5f), .25f));
        assertThat(pair.loss().getFloat()).isEqualTo(1.5f);
        assertThat(pair.share()).isEqualTo(.25f);
    }

    @Test
    void anObjectThatIsNotWhatIsDeclaredIsRefusedInWords() throws Exception {
        refused(() -> marshal.toValue(Object.class, new Object()), "a java.lang.Object cannot cross as a java.lang.Object");
        refused(() -> marshal.toValue(type("raw"), List.of("a")), "a list must say what it is a list of");
        refused(() -> marshal.toValue(
                        Declared.class.getDeclaredMethod("anything").getGenericReturnType(), "a"), "T cannot cross");
        NDArray closed = manager.create(1f);
        closed.close();
        refused(() -> marshal.toValue(NDArray.class, closed), "the tensor was closed before it was handed over");
        refused(() -> marshal.toValue(Grumpy.class, new Grumpy(1)), "the it of a Grumpy cannot be read: "
                + "java.lang.IllegalStateException: not today");
        Object fake = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {NDArray.class}, (proxy, method, arguments) -> null);
        refused(() -> marshal.toValue(NDArray.class, fake), fake.getClass().getName() + " is no tensor of the engine");
    }

    @Test
    void aValueThatIsNotWhatIsDeclaredIsRefusedInWords() throws Exception {
        Type words = type("words");
        refused(() -> marshal.toObject(int.class, Value.NOTHING), "nothing where a int must be");
        refused(() -> marshal.toObject(int.class, new Text("1")), "a Text came where a int must be");
        refused(() -> marshal.toObject(int.class, new Real(1)), "a Real came where a int must be");
        refused(() -> marshal.toObject(int.class, new Whole(1L << 32)), "4294967296 came where a int must be");
        refused(() -> marshal.toObject(float.class, new Whole(1)), "a Whole came where a float must be");
        refused(() -> marshal.toObject(char.class, new Text("ab")), "a Text came where a char must be");
        refused(() -> marshal.toObject(Colour.class, new Text("azure")), "no Colour is called azure");
        refused(() -> marshal.toObject(String.class, new Truth(true)), "a Truth came where a java.lang.String must be");
        refused(() -> marshal.toObject(NDArray.class, new Partner(0)), null);
        refused(() -> marshal.toObject(words, new Items(List.of(new Whole(1)))),
                "a Whole came where a java.lang.String must be");
        refused(() -> marshal.toObject(int[].class, new Items(List.of(Value.NOTHING))), "nothing where a int must be");
        refused(() -> marshal.toObject(Pair.class, new Fields(Map.of("share", new Real(1)))), "a Pair came without loss");
        refused(() -> marshal.toObject(Narrow.class, new Fields(Map.of("least", new Whole(-1)))),
                "no valid Narrow: least is -1");
        refused(() -> marshal.toObject(Model.class, new Text("a")), null);
        refused(() -> marshal.toObject(Runnable[].class, new Items(List.of(new Text("a")))), null);
    }

    /** Something that works where it is used. */
    interface Scales {
        float at(int place);
    }

    /** Whose parts are a tensor and a number. */
    public static final class Scale implements Scales, Portable<Scale.Parts> {
        /** What it is built from. */
        public record Parts(NDArray numbers, float factor) {}

        private final Parts parts;

        /** Builds one. */
        public Scale(Parts parts) {
            if (parts.factor() == 0) {
                throw new IllegalArgumentException("factor is 0");
            }
            this.parts = parts;
        }

        @Override
        public Parts parts() {
            return parts;
        }

        @Override
        public float at(int place) {
            return parts.numbers().getFloat(place) * parts.factor();
        }
    }

    @Test
    void aPortableIsTakenApartAndBuiltAgain() {
        Marshal trusting = Marshal.trusting(manager, partners);
        Value value = marshal.toValue(Scales.class, new Scale(new Scale.Parts(manager.create(new float[] {1, 2}), 3)));
        assertThat(((Scales) trusting.toObject(Scales.class, value)).at(1)).isEqualTo(6);
        assertThat(value).isEqualTo(marshal.toValue(Scales.class, trusting.toObject(Scales.class, value)));
    }

    @Test
    void aPortableIsBuiltOnlyOfWhatIsTrustedAndFits() {
        Value value = marshal.toValue(Scales.class, new Scale(new Scale.Parts(manager.create(new float[] {1, 2}), 3)));
        refused(() -> marshal.toObject(Scales.class, value), "a Portable came where a " + Scales.class.getName() + " must be");
        Marshal trusting = Marshal.trusting(manager, partners);
        Fields parts = ((Value.Portable) value).parts();
        refused(() -> trusting.toObject(Model.class, value), "a " + Scale.class.getName() + " is no portable Model");
        refused(() -> trusting.toObject(Scales.class, new Value.Portable("java.util.ArrayList", parts)),
                "a java.util.ArrayList is no portable Scales");
        refused(() -> trusting.toObject(Scales.class, new Value.Portable("no.Such", parts)),
                "no no.Such can be made: java.lang.ClassNotFoundException: no.Such");
        Map<String, Value> zero = new LinkedHashMap<>(parts.it());
        zero.put("factor", new Real(0));
        refused(() -> trusting.toObject(Scales.class, new Value.Portable(Scale.class.getName(), new Fields(zero))),
                "no valid " + Scale.class.getName() + ": factor is 0");
    }

    @Test
    void aTensorThatCannotBeIsRefusedInWords() {
        assertThatThrownBy(() -> new Tensor("FLOAT32", List.of(2L), new byte[4]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a tensor of shape [2] came with 4 bytes");
        assertThatThrownBy(() -> new Tensor("FLOAT32", List.of(-2L), new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a tensor has the shape [-2]");
        assertThatThrownBy(() -> new Tensor("FLOAT32", List.of(1L << 30, 1L << 30, 4L), new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a tensor has the shape [1073741824, 1073741824, 4]");
        assertThatThrownBy(() -> new Tensor("STRING", List.of(), new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensors of type STRING are not allowed here");
    }

    private Object back(Type type, Object object) {
        return marshal.toObject(type, marshal.toValue(type, object));
    }

    private static Type type(String method) throws ReflectiveOperationException {
        return Declared.class.getDeclaredMethod(method).getGenericReturnType();
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String words) {
        var refusal = assertThatThrownBy(call).isInstanceOf(MismatchException.class);
        if (words != null) {
            refusal.hasMessage(words);
        }
    }
}
