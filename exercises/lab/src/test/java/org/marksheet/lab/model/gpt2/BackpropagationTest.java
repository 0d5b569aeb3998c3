package org.marksheet.lab.model.gpt2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.marksheet.lab.model.ForwardPass;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.Torch;

/** The way that is written out, at its limits; {@link Gpt2TrunkTest} holds it against the one to read. */
class BackpropagationTest {
    private final NDManager manager = Torch.manager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void oneBlockAndATextThatIsTooLongForTheWayThatIsWrittenOut() {
        Gpt2Config config = Gpt2Config.of(20, Backpropagation.LONGEST + 2, 12, 1, 3, 0);
        try (Gpt2 tiny = Gpt2.random(config, 2)) {
            tiny.parameters().setRequiresGradient(true);
            for (long tokens : new long[] {Backpropagation.LONGEST, Backpropagation.LONGEST + 1}) {
                NDArray ids = manager.arange((int) tokens).toType(DataType.INT64, false).mod(20).reshape(1, tokens);
                Function<NDArray, NDArray> sum = hidden -> hidden.mul(hidden.sin()).sum();
                NDArray recorded = Gradients.recording(() -> sum.apply(tiny.hiddenStates(ids, ids.onesLike(), 3)));
                Gradients.backward(recorded, recorded.onesLike());
                Map<String, float[]> expected = FoundGradients.of(tiny);
                tiny.parameters().zeroGradients();
                try (ForwardPass pass = Gradients.recording(() -> tiny.forwardPass(ids, ids.onesLike(), 3))) {
                    NDArray found = Gradients.recording(() -> sum.apply(pass.hiddenStates()));
                    Gradients.backward(found, found.onesLike());
                    pass.backward();
                }
                Map<String, float[]> found = FoundGradients.of(tiny);
                expected.forEach((name, gradient) -> FoundGradients.assertClose(name, found.get(name), gradient));
                tiny.parameters().zeroGradients();
            }
        }
    }

    @Test
    void theFirstGradientsArriveAndTheNextOnesAreAdded() {
        try (Gpt2 tiny = Gpt2.random(Gpt2Config.of(20, 8, 12, 2, 3, 0), 2)) {
            tiny.parameters().setRequiresGradient(true);
            NDArray ids = manager.create(new long[] {3, 1, 4}, new Shape(1, 3));
            goBack(tiny, ids);
            Map<String, float[]> once = FoundGradients.of(tiny);
            assertThat(once.keySet()).isEqualTo(tiny.parameters().byName().keySet());
            goBack(tiny, ids);
            FoundGradients.of(tiny).forEach((name, gradient) -> {
                for (int i = 0; i < gradient.length; i++) {
                    assertThat(gradient[i]).as(name).isCloseTo(2 * once.get(name)[i], offset(1e-6f));
                }
            });
        }
    }

    private static void goBack(Gpt2 model, NDArray ids) {
        try (ForwardPass pass = model.forwardPass(ids, ids.onesLike(), 0)) {
            NDArray sum = Gradients.recording(() -> pass.hiddenStates().pow(3).sum());
            Gradients.backward(sum, sum.onesLike());
            pass.backward();
        }
    }
}
