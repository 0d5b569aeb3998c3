package org.marksheet.worker.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.marksheet.lab.tensor.Differentiable;
import org.marksheet.worker.value.Partners;
import org.marksheet.worker.value.Value;
import org.marksheet.worker.value.Value.Tensor;

class QuietHeapTest {
    private static final int CALLS = 400;

    /** Clips by numbers, and leaves much garbage behind in every call. */
    public static final class Littering implements Clipping {
        @Override
        public NDArray clipped(NDArray x) {
            NDArray result = x.minimum(1.2f).mul(3f).sum();
            for (int i = 0; i < 8; i++) {
                assertThat(new byte[1 << 20]).isNotNull();
            }
            return result;
        }
    }

    /** A contract. */
    public interface Clipping {
        /** Clips from above. */
        NDArray clipped(@Differentiable NDArray x);
    }

    @Test
    void noCollectionFallsBetweenForwardAndBackward() {
        ByteBuffer numbers = ByteBuffer.allocate(12).order(ByteOrder.nativeOrder());
        numbers.putFloat(.5f).putFloat(2).putFloat(1);
        List<Value> arguments = List.of(new Tensor("FLOAT32", List.of(3L), numbers.array()));
        Request request = new Request(Clipping.class.getName(), "clipped", arguments, true, Map.of());
        for (int i = 0; i < CALLS; i++) {
            Answer answer =
                    Invoker.invoke(new Littering(), Invoker.method(Clipping.class, "clipped"), request, new Nobody());
            ByteBuffer gradient = ByteBuffer.wrap(((Tensor) answer.gradients().get("x")).data())
                    .order(ByteOrder.nativeOrder());
            assertThat(new float[] {gradient.getFloat(), gradient.getFloat(), gradient.getFloat()})
                    .as("gradient of call %d", i)
                    .containsExactly(3, 0, 3);
        }
    }

    private static final class Nobody implements Partners {
        @Override
        public int number(Class<?> type, Object object) {
            throw new IllegalStateException();
        }

        @Override
        public Object partner(Class<?> type, int number, NDManager manager) {
            throw new IllegalStateException();
        }
    }
}
