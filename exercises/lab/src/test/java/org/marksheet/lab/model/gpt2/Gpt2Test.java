package org.marksheet.lab.model.gpt2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Offset.offset;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.lab.checkpoint.BadCheckpointException;
import org.marksheet.lab.checkpoint.StoredType;
import org.marksheet.lab.model.Fixture;
import org.marksheet.lab.model.KeyValueCache;
import org.marksheet.lab.model.LanguageModel;
import org.marksheet.lab.pretrained.ActorCritic;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.lab.text.TokenBatch;
import org.marksheet.lab.train.AdamW;
import org.marksheet.lab.train.GradientNorm;

class Gpt2Test {
    private static final Gpt2Config SMALL = Gpt2Config.of(11, 8, 12, 2, 3, 10);

    @Test
    void paddingOnTheLeftChangesNothing() {
        try (NDManager manager = Torch.manager();
                Gpt2 model = Gpt2.load(Fixture.load("gpt2-tiny").folder())) {
            long[] text = {41, 494, 310};
            TokenBatch alone = TokenBatch.paddedLeft(List.of(text), 0, manager);
            float[] expected = model.logits(alone.ids(), alone.attentionMask()).get(0).toFloatArray();
            for (int pad : new int[] {0, 333}) {
                TokenBatch padded = TokenBatch.paddedLeft(List.of(text, new long[] {1, 2, 3, 4, 5, 6}), pad, manager);
                float[] found =
                        model.logits(padded.ids(), padded.attentionMask()).get("0,3:").toFloatArray();
                assertThat(found).containsExactly(expected, offset(2e-5f));
            }
        }
    }

    @Test
    void whatIsHiddenByTheMaskGetsNoGradient() {
        try (NDManager manager = Torch.manager();
                Gpt2 model = Gpt2.random(SMALL, 3)) {
            model.parameters().setRequiresGradient(true);
            TokenBatch batch = TokenBatch.paddedLeft(List.of(new long[] {1, 2}, new long[] {3, 4, 5, 6}), 7, manager);
            NDArray sum = Gradients.recording(() ->
                    model.hiddenStates(batch.ids(), batch.attentionMask()).get(":,2:").square().sum());
            Gradients.backward(sum, sum.onesLike());
            NDArray gradient = Gradients.of(model.parameters().get("transformer.wte.weight")).orElseThrow();
            assertThat(gradient.get(7).abs().sum().getFloat()).as("the padding token's row").isZero();
            assertThat(gradient.get(3).abs().sum().getFloat()).as("a real token's row").isPositive();
        }
    }

    @Test
    void gradientsAreTheSlopesOfTheLoss() {
        try (NDManager manager = Torch.manager();
                Gpt2 model = Gpt2.random(SMALL, 5)) {
            // Far from zero the perceptron and the attention bend; at 0.02 a mistake in them would hardly show.
            Gradients.off(() -> {
                model.parameters().arrays().forEach(weight -> weight.muli(weight.getShape().dimension() == 2 ? 25 : 1));
                return null;
            });
            model.parameters().setRequiresGradient(true);
            TokenBatch batch = TokenBatch.paddedLeft(List.of(new long[] {1, 2, 9}, new long[] {3, 4, 5, 6}), 7, manager);
            NDArray loss = Gradients.recording(() -> loss(model, batch));
            Gradients.backward(loss, loss.onesLike());
            for (String name : List.of("transformer.wte.weight", "transformer.wpe.weight",
                    "transformer.h.0.attn.c_attn.weight", "transformer.h.0.ln_1.weight", "transformer.h.0.mlp.c_fc.bias",
                    "transformer.h.1.mlp.c_proj.weight", "transformer.ln_f.bias")) {
                NDArray weight = model.parameters().get(name);
                NDArray gradient = Gradients.of(weight).orElseThrow();
                // The slope along the gradient is its length.
                double length = gradient.norm().getFloat();
                assertThat(length).as(name).isGreaterThan(1e-3);
                float step = 2e-3f;
                NDArray direction = gradient.div(length);
                double slope = Gradients.off(() -> {
                    weight.addi(direction.mul(step));
                    double above = loss(model, batch).getFloat();
                    weight.subi(direction.mul(2 * step));
                    double below = loss(model, batch).getFloat();
                    weight.addi(direction.mul(step));
                    return (above - below) / (2 * step);
                });
                assertThat(slope).as(name).isCloseTo(length, within(.02 * length + 2e-3));
            }
        }
    }

    @Test
    void aSavedModelGivesTheSameBitsAndInHalfPrecisionNearlyTheSame(@TempDir Path folder) {
        Fixture fixture = Fixture.load("gpt2-tiny");
        try (NDManager manager = Torch.manager();
                Gpt2 model = Gpt2.load(fixture.folder())) {
            NDArray ids = fixture.tensor("input_ids", manager);
            NDArray mask = fixture.tensor("attention_mask", manager);
            float[] expected = model.logits(ids, mask).get(":,-1").toFloatArray();
            model.save(folder.resolve("exact"), StoredType.F32);
            model.save(folder.resolve("half"), StoredType.F16);
            try (Gpt2 exact = Gpt2.load(folder.resolve("exact"));
                    Gpt2 half = Gpt2.load(folder.resolve("half"))) {
                assertThat(exact.logits(ids, mask).get(":,-1").toFloatArray()).isEqualTo(expected);
                assertThat(half.logits(ids, mask).get(":,-1").toFloatArray())
                        .isNotEqualTo(expected)
                        .containsExactly(expected, offset(.02f));
                assertThat(exact.config()).isEqualTo(model.config());
            }
        }
    }

    @Test
    void aConfigThatDoesNotFitTheWeightsIsToldWithBothShapes(@TempDir Path folder) throws IOException {
        Path fixture = Fixture.load("gpt2-tiny").folder();
        Files.copy(fixture.resolve("model.safetensors"), folder.resolve("model.safetensors"));
        String config = Files.readString(fixture.resolve("config.json"));
        Files.writeString(folder.resolve("config.json"), config.replace("\"vocab_size\": 499", "\"vocab_size\": 500"));
        assertThatThrownBy(() -> Gpt2.load(folder))
                .isInstanceOf(BadCheckpointException.class)
                .hasMessage("%s: the weights do not fit config.json: wte.weight is (499, 32) but config.json asks for "
                        + "(500, 32). Do both belong to the same model?", folder);
        Files.writeString(folder.resolve("config.json"), config.replace("\"n_layer\": 3", "\"n_layer\": 2"));
        assertThatThrownBy(() -> Gpt2.load(folder))
                .isInstanceOf(BadCheckpointException.class)
                .hasMessageContaining("h.2.attn.c_attn.bias is left over");
        Files.writeString(folder.resolve("config.json"), config.replace("\"n_layer\": 3", "\"n_layer\": 4"));
        assertThatThrownBy(() -> Gpt2.load(folder))
                .isInstanceOf(BadCheckpointException.class)
                .hasMessageContaining("transformer.h.3.ln_1.weight is missing");
        Files.writeString(folder.resolve("config.json"), config.replace("\"n_head\": 4", "\"n_head\": 5"));
        assertThatThrownBy(() -> Gpt2.load(folder))
                .isInstanceOf(BadCheckpointException.class)
                .hasMessageContaining("width 32 is no multiple of heads 5");
        Files.writeString(folder.resolve("config.json"), config.replace("gelu_new", "relu"));
        assertThatThrownBy(() -> Gpt2.load(folder))
                .isInstanceOf(BadCheckpointException.class)
                .hasMessageContaining("\"activation_function\" is \"relu\"; \"gelu_new\" was expected");
    }

    @Test
    void argumentsThatDoNotFitAreToldWithTheirShapes() {
        try (NDManager manager = Torch.manager();
                Gpt2 model = Gpt2.random(SMALL, 3)) {
            TokenBatch batch = TokenBatch.paddedLeft(List.of(new long[] {1, 2, 3}), 7, manager);
            KeyValueCache cache = model.forward(
                    batch.ids(), batch.attentionMask(), batch.positions(), KeyValueCache.empty()).cache();
            assertThatThrownBy(() -> model.forward(batch.ids(), batch.attentionMask(), batch.positions(), cache))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("attentionMask is (1, 3) but must be (1, 6): 3 cached tokens and those of ids (1, 3).");
            assertThatThrownBy(() -> model.advance(batch.ids(), batch.attentionMask(), batch.positions(), cache))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("3 cached tokens");
            assertThat(cache.arrays().get(0).toFloatArray()).as("not used up").hasSize(3 * 12);
            assertThatThrownBy(() -> model.hiddenStates(batch.ids(), batch.attentionMask(), 3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("from is 3 but there are places 0 to 2.");
            NDArray nine = manager.ones(new Shape(1, 9), DataType.INT64);
            assertThatThrownBy(() -> model.logits(nine, nine))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("There are 9 tokens, but the model has 8 positions. Give a shorter text, or ask for fewer new tokens.");
        }
    }

    @Test
    void masksAndASecondCopyOfTheHeadAreNoParameters() {
        assertThat(SMALL.parameterOf("h.1.attn.bias")).isEmpty();
        assertThat(SMALL.parameterOf("transformer.h.11.attn.masked_bias")).isEmpty();
        assertThat(SMALL.parameterOf("lm_head.weight")).isEmpty();
        assertThat(SMALL.parameterOf("h.1.attn.c_attn.bias")).contains("transformer.h.1.attn.c_attn.bias");
        assertThat(SMALL.parameterOf("transformer.wte.weight")).contains("transformer.wte.weight");
    }

    @Test
    void theSameSeedGivesTheSameWeightsOfTheRightSize() {
        try (Gpt2 model = Gpt2.random(Gpt2Config.of(50, 8, 64, 2, 4, 0), 1);
                Gpt2 same = Gpt2.random(Gpt2Config.of(50, 8, 64, 2, 4, 0), 1);
                Gpt2 other = Gpt2.random(Gpt2Config.of(50, 8, 64, 2, 4, 0), 2)) {
            String inner = "transformer.h.1.mlp.c_fc.weight";
            String residual = "transformer.h.1.mlp.c_proj.weight";
            NDArray weights = model.parameters().get(inner);
            assertThat(weights).isEqualTo(same.parameters().get(inner)).isNotEqualTo(other.parameters().get(inner));
            assertThat((double) weights.square().mean().sqrt().getFloat()).isCloseTo(.02, within(.0004));
            assertThat((double) model.parameters().get(residual).square().mean().sqrt().getFloat())
                    .isCloseTo(.01, within(.0002));
            assertThat(model.parameters().count()).isEqualTo(50 * 64 + 8 * 64 + 2 * 49_984 + 128);
        }
    }

    @Test
    void aCopyIsAReferenceThatTrainingDoesNotTouch() {
        try (NDManager manager = Torch.manager();
                Gpt2 model = Gpt2.random(SMALL, 5);
                Gpt2 reference = model.copy();
                AdamW optimizer = new AdamW(model.parameters(), AdamW.Settings.defaults())) {
            TokenBatch batch = TokenBatch.paddedLeft(List.of(new long[] {1, 2, 9}, new long[] {3, 4, 5}), 7, manager);
            model.parameters().setRequiresGradient(true);
            float before = loss(reference, batch).getFloat();
            float first = loss(model, batch).getFloat();
            assertThat(first).isEqualTo(before);
            for (int i = 0; i < 20; i++) {
                train(model, optimizer, batch);
            }
            assertThat(loss(model, batch).getFloat()).isLessThan(before - .3f);
            assertThat(loss(reference, batch).getFloat()).isEqualTo(before);
        }
    }

    @Test
    void trainingAndSamplingLeaveNoArraysBehind() {
        try (NDManager manager = Torch.manager();
                Gpt2 model = Gpt2.random(SMALL, 5);
                AdamW optimizer = new AdamW(model.parameters(), AdamW.Settings.defaults())) {
            TokenBatch batch = TokenBatch.paddedLeft(List.of(new long[] {1, 2, 9}, new long[] {3, 4}), 7, manager);
            model.parameters().setRequiresGradient(true);
            int[] managed = new int[4];
            for (int i = 0; i < managed.length; i++) {
                train(model, optimizer, batch);
                try (NDScope scope = new NDScope()) {
                    scope.suppressNotUsedWarning();
                    LanguageModel.Output output = model.forward(
                            batch.ids(), batch.attentionMask(), batch.positions(), KeyValueCache.empty());
                    NDArray longer = batch.attentionMask().concat(manager.ones(new Shape(2, 1)).toType(
                            DataType.INT64, false), 1);
                    model.forward(batch.ids().get(":,-1:"), longer, batch.positions().get(":,-1:").add(1), output.cache());
                }
                managed[i] = arrays();
            }
            assertThat(managed[3]).as("managed arrays by round: %s", Arrays.toString(managed))
                    .isEqualTo(managed[1]);
        }
    }

    @Test
    void aCallLeavesItsResultsAndNothingElse() {
        try (NDManager manager = Torch.manager();
                Gpt2 model = Gpt2.random(SMALL, 5)) {
            TokenBatch batch = TokenBatch.paddedLeft(List.of(new long[] {1, 2, 9}, new long[] {3, 4}), 7, manager);
            int before = arrays();
            NDArray hidden = model.hiddenStates(batch.ids(), batch.attentionMask());
            model.logits(hidden);
            model.logits(batch.ids(), batch.attentionMask());
            model.forward(batch.ids(), batch.attentionMask(), batch.positions(), KeyValueCache.empty());
            int after = arrays();
            assertThat(after - before).as("three results; logits, and keys and values of two blocks").isEqualTo(3 + 1 + 4);
        }
    }

    @Test
    void valuesAreLinearInTheHiddenStatesAndAreSavedWithThePolicy(@TempDir Path folder) {
        try (NDManager manager = Torch.manager();
                Gpt2 start = Gpt2.random(SMALL, 5);
                ActorCritic made = ActorCritic.from(start, 6)) {
            TokenBatch batch = TokenBatch.paddedLeft(List.of(new long[] {1, 2, 9}, new long[] {3, 4}), 7, manager);
            assertThat(made.parameters().byName()).hasSize(start.parameters().byName().size() + 2);
            NDArray hidden = made.policy().hiddenStates(batch.ids(), batch.attentionMask());
            NDArray values = made.values(hidden);
            assertThat(values.getShape()).isEqualTo(new Shape(2, 3));
            float[] states = hidden.get("1,2").toFloatArray();
            float[] weights = made.parameters().get("v_head.weight").toFloatArray();
            double expected = 0;
            for (int i = 0; i < weights.length; i++) {
                expected += states[i] * weights[i];
            }
            assertThat((double) values.getFloat(1, 2)).isCloseTo(expected, within(1e-6));
            made.save(folder.resolve("both"));
            made.policy().save(folder.resolve("policy"), StoredType.F32);
            try (ActorCritic saved = ActorCritic.load(folder.resolve("both"));
                    Gpt2 policy = Gpt2.load(folder.resolve("policy"))) {
                NDArray again = saved.policy().hiddenStates(batch.ids(), batch.attentionMask());
                assertThat(saved.values(again)).isEqualTo(values);
                assertThat(policy.hiddenStates(batch.ids(), batch.attentionMask())).isEqualTo(hidden);
            }
        }
    }

    private static void train(Gpt2 model, AdamW optimizer, TokenBatch batch) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray loss = Gradients.recording(() -> loss(model, batch));
            Gradients.backward(loss, loss.onesLike());
            new GradientNorm(model.parameters()).clip(1);
            optimizer.step(.01);
        }
    }

    /** The mean of the negated log-probabilities of the tokens from the third column on. */
    private static NDArray loss(Gpt2 model, TokenBatch batch) {
        NDArray logits = model.logits(batch.ids(), batch.attentionMask());
        NDArray targets = batch.ids().get(":,2:").expandDims(2);
        return logits.get(":,1:-1").logSoftmax(-1).gather(targets, 2).mean().neg();
    }

    /** How many arrays are open: the engine's own manager counts those of all managers. */
    private static int arrays() {
        return ((BaseNDManager) Torch.scopeManager()).getManagedArrays().size();
    }
}
