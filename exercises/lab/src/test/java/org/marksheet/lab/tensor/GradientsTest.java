package org.marksheet.lab.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradientsTest {
    @Test
    void theGradientOfASumOfSquaresIsTwiceTheInput() {
        try (NDManager manager = Torch.manager()) {
            NDArray x = manager.create(new float[] {1.5f, -2, 3}, new Shape(3));
            NDArray unused = manager.create(new float[] {7, 8});
            NDArray scalar = manager.create(4f);
            Gradients.track(List.of(x, unused, scalar));
            NDArray y = Gradients.recording(() -> x.mul(x).sum());
            assertThat(Gradients.backward(y, manager.ones(new Shape()))).isTrue();
            assertThat(Gradients.of(x).orElseThrow().toFloatArray()).containsExactly(3, -4, 6);
            assertThat(Gradients.of(unused)).as("no gradient arrived here").isEmpty();
            assertThat(Gradients.of(scalar)).as("no gradient arrived at the scalar").isEmpty();
        }
    }

    @Test
    void aDuplicateIsCutOff() {
        try (NDManager manager = Torch.manager()) {
            NDArray x = manager.create(new float[] {1.5f, -2});
            Gradients.track(List.of(x));
            NDArray one = manager.ones(new Shape());
            NDArray cut = Gradients.recording(() -> x.duplicate().sum());
            assertThat(Gradients.backward(cut, one)).isFalse();
            NDArray unrecorded = Gradients.off(() -> x.mul(2).sum());
            assertThat(Gradients.backward(unrecorded, one)).isFalse();
        }
    }
}
