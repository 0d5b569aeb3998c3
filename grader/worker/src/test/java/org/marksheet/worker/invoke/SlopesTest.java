package org.marksheet.worker.invoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.marksheet.lab.tensor.Differentiable;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.worker.value.Marshal;
import org.marksheet.worker.value.MismatchException;
import org.marksheet.worker.value.Partners;
import org.marksheet.worker.value.Value;

/** A gradient that passes a partner is the one that it would have had without the pipe. */
class SlopesTest {
    record Parts(NDArray loss, NDArray watched, float share) {}

    interface Partner {
        NDArray mean(@Differentiable NDArray x, NDArray data);

        NDArray places(@Differentiable NDArray x);

        Parts parts(@Differentiable NDArray x);
    }

    private final NDManager manager = Torch.manager();
    private final Marshal marshal = new Marshal(manager, new Nobody());
    private final NDArray weights = manager.create(new float[] {.5f, -1, 2, 3, 0, 1}, new Shape(2, 3));

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void aScalarHasTheGradientOfBothArguments() {
        NDArray data = manager.create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(2, 3));
        assertSameGradient(
                x -> x.square().mul(data).mean(), x -> through("mean", y -> y.square().mul(data).mean(), x, data));
    }

    @Test
    void eachPlaceOfARowHasItsOwnSlope() {
        Function<NDArray, NDArray> logSum = x -> x.logSoftmax(-1).get(":, 1");
        NDArray cotangent = manager.create(new float[] {2, -3});
        assertSameGradient(
                x -> logSum.apply(x).mul(cotangent).sum(),
                x -> ((NDArray) through("places", logSum::apply, x)).mul(cotangent).sum());
    }

    @Test
    void aRecordKeepsWhatIsNoTensorAndWhatHasNoGradient() {
        assertSameGradient(x -> x.exp().sum(), x -> {
            Parts parts = through("parts", y -> new Parts(y.exp().sum(), y.stopGradient().sum(), .25f), x);
            assertThat(parts.share()).isEqualTo(.25f);
            assertThat(Gradients.backward(parts.watched(), manager.ones(new Shape()))).isFalse();
            return parts.loss();
        });
    }

    @Test
    void placesThatDoNotBelongTogetherAreRefused() {
        assertThatThrownBy(() -> gradient(x -> through("places", y -> y.sum(new int[] {0}), x)))
                .isInstanceOf(MismatchException.class)
                .hasMessageContaining("no gradient can pass places");
    }

    @Test
    void nothingIsWantedWhileNothingIsRecorded() {
        Method mean = Invoker.method(Partner.class, "mean");
        Object[] arguments = {weights, weights};
        assertThat(Gradients.<Boolean>off(() -> Slopes.wanted(mean, arguments))).isFalse();
        assertThat(Gradients.<Boolean>recording(() -> Slopes.wanted(mean, arguments))).isTrue();
    }

    private void assertSameGradient(Function<NDArray, NDArray> here, Function<NDArray, NDArray> there) {
        float[] expected = gradient(here);
        float[] actual = gradient(there);
        assertThat(expected).hasSize(6).isNotEqualTo(new float[6]);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).as("gradient %d", i).isCloseTo(expected[i], within(1e-5f));
        }
    }

    /** The gradient of a function in weights of which its argument is the double. */
    private float[] gradient(Function<NDArray, NDArray> function) {
        return Gradients.recording(() -> {
            NDArray leaf = weights.duplicate();
            leaf.setRequiresGradient(true);
            NDArray result = function.apply(leaf.mul(2));
            Gradients.backward(result, manager.ones(result.getShape()));
            return Gradients.of(leaf).orElseThrow().toFloatArray();
        });
    }

    /** Asks a partner as if it were in another process. */
    @SuppressWarnings("unchecked") // Each test knows what its partner answers.
    private <R> R through(String name, Function<NDArray, Object> partner, NDArray... arguments) {
        Method method = Invoker.method(Partner.class, name);
        Object[] there = new Object[arguments.length];
        for (int i = 0; i < there.length; i++) {
            there[i] = marshal.toObject(NDArray.class, marshal.toValue(NDArray.class, arguments[i]));
        }
        Slopes.track(method, there);
        Object answer = Gradients.recording(() -> partner.apply((NDArray) there[0]));
        Map<String, Value> slopes = Slopes.of(method, answer, there, marshal);
        Object arrived = marshal.toObject(method.getGenericReturnType(), marshal.toValue(method.getGenericReturnType(), answer));
        return (R) Slopes.join(method, arrived, arguments, slopes, marshal);
    }

    private static final class Nobody implements Partners {
        @Override
        public int number(Class<?> type, Object object) {
            throw new MismatchException("nobody");
        }

        @Override
        public Object partner(Class<?> type, int number, NDManager owner) {
            throw new MismatchException("nobody");
        }
    }
}
