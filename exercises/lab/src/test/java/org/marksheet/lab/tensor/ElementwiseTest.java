package org.marksheet.lab.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.junit.jupiter.api.Test;

class ElementwiseTest {
    private static final float[] NUMBERS = {
        -200, -30, -1.5f, -1, -.7f, -1e-2f, -1e-4f, -1e-7f, 1e-7f, 1e-4f, 1e-2f, .9f, 1, 1.1f, 20
    };

    @Test
    void expm1KeepsTheDigitsOfSmallNumbers() {
        try (NDManager manager = Torch.manager()) {
            float[] found = Elementwise.expm1(manager.create(NUMBERS)).toFloatArray();
            for (int i = 0; i < found.length; i++) {
                double expected = Math.expm1(NUMBERS[i]);
                assertThat((double) found[i])
                        .as("expm1(%s)", NUMBERS[i])
                        .isCloseTo(expected, within(5e-7 * Math.abs(expected)));
            }
        }
    }

    @Test
    void itsSlopeIsTheExponential() {
        try (NDManager manager = Torch.manager()) {
            NDArray x = manager.create(NUMBERS);
            Gradients.track(List.of(x));
            NDArray sum = Gradients.recording(() -> Elementwise.expm1(x).sum());
            assertThat(Gradients.backward(sum, sum.onesLike())).isTrue();
            float[] slopes = Gradients.of(x).orElseThrow().toFloatArray();
            for (int i = 0; i < slopes.length; i++) {
                double expected = Math.exp(NUMBERS[i]);
                assertThat((double) slopes[i])
                        .as("slope at %s", NUMBERS[i])
                        .isCloseTo(expected, within(1e-6 * expected + 1e-30));
            }
        }
    }
}
