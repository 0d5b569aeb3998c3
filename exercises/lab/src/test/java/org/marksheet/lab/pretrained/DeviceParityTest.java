package org.marksheet.lab.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.marksheet.lab.model.CausalModel;
import org.marksheet.lab.model.Fixture;
import org.marksheet.lab.tensor.DeviceChoice;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.lab.train.AdamW;

/** A step of training on the device that was chosen against the same step on the processor. */
class DeviceParityTest {
    private final String before = System.getProperty(Torch.DEVICE);

    @AfterEach
    void restore() {
        if (before == null) {
            System.clearProperty(Torch.DEVICE);
        } else {
            System.setProperty(Torch.DEVICE, before);
        }
    }

    @Test
    void theProcessorGivesTheSameTwice() {
        assertThat(stepOn("cpu", "gpt2-tiny")).isEqualTo(stepOn("cpu", "gpt2-tiny"));
    }

    @Tag("gpu")
    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny", "phi3-tiny"})
    void aGpuGivesTheSameAsTheProcessor(String checkpoint) {
        assumeTrue(Torch.engine().hasCapability("CUDA"), "there is no GPU");
        float[] expected = stepOn("cpu", checkpoint);
        float[] found = stepOn("gpu", checkpoint);
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).as("logit %d", i).isCloseTo(expected[i], within(1e-3f));
        }
    }

    /** Returns the last logits of a model that took one step towards lower logits. */
    private static float[] stepOn(String device, String checkpoint) {
        Torch.use(DeviceChoice.parse(device));
        Fixture fixture = Fixture.load(checkpoint);
        try (CausalModel model = CausalModels.load(fixture.folder());
                AdamW optimizer = new AdamW(model.parameters(), AdamW.Settings.defaults());
                NDManager manager = Torch.manager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray ids = fixture.tensor("input_ids", manager);
            NDArray mask = fixture.tensor("attention_mask", manager);
            assertThat(model.parameters().arrays()).allMatch(array -> array.getDevice().equals(Torch.device()));
            model.parameters().setRequiresGradient(true);
            NDArray loss = Gradients.recording(() -> model.logits(ids, mask).square().mean());
            assertThat(Gradients.backward(loss, manager.ones(loss.getShape()))).isTrue();
            optimizer.step(1e-3);
            return Gradients.off(() -> model.logits(ids, mask).get(":, -1").toFloatArray());
        }
    }
}
