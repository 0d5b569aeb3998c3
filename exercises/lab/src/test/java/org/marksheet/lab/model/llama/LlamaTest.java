package org.marksheet.lab.model.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.marksheet.lab.checkpoint.StoredType;
import org.marksheet.lab.model.CausalModel;
import org.marksheet.lab.model.Fixture;
import org.marksheet.lab.model.KeyValueCache;
import org.marksheet.lab.model.LanguageModel;
import org.marksheet.lab.pretrained.ActorCritic;
import org.marksheet.lab.pretrained.CausalModels;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.lab.text.TokenBatch;
import org.marksheet.lab.train.AdamW;
import org.marksheet.lab.train.GradientNorm;

class LlamaTest {
    private static LlamaConfig small(Kind kind, int layers, OptionalInt window) {
        return new LlamaConfig(kind, new LlamaConfig.Size(11, 8, 12, 10, layers), new LlamaConfig.Heads(2, 1, 6),
                new Rotary(100, new Rotary.Unstretched()), window, 1e-5, false,
                new SpecialTokens(OptionalInt.of(1), List.of(2, 3), OptionalInt.empty()));
    }

    @Test
    void paddingOnTheLeftChangesNothing() {
        try (NDManager manager = Torch.manager();
                Llama model = Llama.load(Fixture.load("llama-tiny").folder())) {
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
    void onlyDistancesMatterNotPositions() {
        try (NDManager manager = Torch.manager();
                Llama model = Llama.load(Fixture.load("llama-tiny").folder())) {
            TokenBatch batch = TokenBatch.paddedLeft(List.of(new long[] {41, 494, 310, 7}), 0, manager);
            float[] expected = last(model, batch, batch.positions());
            assertThat(last(model, batch, batch.positions().add(50))).containsExactly(expected, offset(1e-4f));
            float[] spread = last(model, batch, batch.positions().mul(3));
            assertThat(spread[5]).isNotCloseTo(expected[5], offset(1e-2f));
        }
    }

    @Test
    void aTokenSeesAsManyTokensAsTheWindowIsLong() {
        try (NDManager manager = Torch.manager();
                Llama model = Llama.random(small(Kind.PHI3, 1, OptionalInt.of(3)), 7)) {
            Gradients.off(() -> {
                model.parameters().arrays().forEach(weight -> weight.muli(weight.getShape().dimension() == 2 ? 25 : 1));
                return null;
            });
            TokenBatch whole = TokenBatch.paddedLeft(List.of(new long[] {9, 4, 1, 2, 3}, new long[] {5, 1, 2, 3}), 0, manager);
            TokenBatch seen = TokenBatch.paddedLeft(List.of(new long[] {1, 2, 3}), 0, manager);
            TokenBatch less = TokenBatch.paddedLeft(List.of(new long[] {2, 3}), 0, manager);
            float[] expected = last(model, seen, seen.positions());
            float[] found = last(model, whole, whole.positions());
            assertThat(Arrays.copyOf(found, 11)).containsExactly(expected, offset(1e-5f));
            assertThat(Arrays.copyOfRange(found, 11, 22)).containsExactly(expected, offset(1e-5f));
            assertThat(last(model, less, less.positions())[4]).isNotCloseTo(expected[4], offset(1e-2f));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-tiny", "phi3-tiny"})
    void aSavedModelGivesTheSameBitsAndInHalfPrecisionNearlyTheSame(String name, @TempDir Path folder) {
        Fixture fixture = Fixture.load(name);
        try (NDManager manager = Torch.manager();
                Llama model = Llama.load(fixture.folder())) {
            NDArray ids = fixture.tensor("input_ids", manager);
            NDArray mask = fixture.tensor("attention_mask", manager);
            float[] expected = model.logits(ids, mask).get(":,-1").toFloatArray();
            model.save(folder.resolve("exact"), StoredType.F32);
            model.save(folder.resolve("half"), StoredType.F16);
            try (CausalModel exact = CausalModels.load(folder.resolve("exact"));
                    CausalModel half = CausalModels.load(folder.resolve("half"))) {
                assertThat(exact.logits(ids, mask).get(":,-1").toFloatArray()).isEqualTo(expected);
                // BF16 has fewer digits than F16, so only the smallest weights lose some.
                assertThat(half.logits(ids, mask).get(":,-1").toFloatArray()).containsExactly(expected, offset(.02f));
                assertThat(exact.config()).isEqualTo(model.config());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCopyIsAReferenceThatTrainingDoesNotTouch(Kind kind) {
        try (NDManager manager = Torch.manager();
                Llama model = Llama.random(small(kind, 2, OptionalInt.empty()), 5);
                Llama reference = model.copy();
                AdamW optimizer = new AdamW(model.parameters(), AdamW.Settings.defaults())) {
            TokenBatch batch = TokenBatch.paddedLeft(List.of(new long[] {1, 2, 9}, new long[] {3, 4, 5}), 7, manager);
            model.parameters().setRequiresGradient(true);
            float before = loss(reference, batch).getFloat();
            assertThat(loss(model, batch).getFloat()).isEqualTo(before);
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
                Llama model = Llama.random(small(Kind.LLAMA, 2, OptionalInt.empty()), 5);
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
                Llama model = Llama.random(small(Kind.LLAMA, 2, OptionalInt.empty()), 5)) {
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
    void longerTextsThanThereArePositionsAreRefused() {
        try (NDManager manager = Torch.manager();
                Llama model = Llama.random(small(Kind.LLAMA, 1, OptionalInt.empty()), 3)) {
            NDArray nine = manager.ones(new Shape(1, 9), DataType.INT64);
            assertThatThrownBy(() -> model.logits(nine, nine))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("There are 9 tokens, but the model has 8 positions.");
        }
    }

    @Test
    void aValueHeadIsTrainedAndSavedWithAnyArchitecture(@TempDir Path folder) {
        try (NDManager manager = Torch.manager();
                Llama start = Llama.random(small(Kind.PHI3, 1, OptionalInt.of(5)), 5);
                ActorCritic made = ActorCritic.from(start, 6)) {
            TokenBatch batch = TokenBatch.paddedLeft(List.of(new long[] {1, 2, 9}, new long[] {3, 4}), 7, manager);
            made.save(folder);
            try (ActorCritic saved = ActorCritic.load(folder)) {
                NDArray hidden = saved.policy().hiddenStates(batch.ids(), batch.attentionMask());
                assertThat(hidden).isEqualTo(made.policy().hiddenStates(batch.ids(), batch.attentionMask()));
                assertThat(saved.values(hidden)).isEqualTo(made.values(hidden));
                assertThat(saved.policy().config()).isEqualTo(start.config());
            }
        }
    }

    private static float[] last(Llama model, TokenBatch batch, NDArray positions) {
        return model.forward(batch.ids(), batch.attentionMask(), positions, KeyValueCache.empty())
                .logits().get(":,-1").toFloatArray();
    }

    private static void train(Llama model, AdamW optimizer, TokenBatch batch) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray loss = Gradients.recording(() -> loss(model, batch));
            Gradients.backward(loss, loss.onesLike());
            new GradientNorm(model.parameters()).clip(1);
            optimizer.step(1e-2);
        }
    }

    private static NDArray loss(Llama model, TokenBatch batch) {
        NDArray logProbs = model.logits(batch.ids(), batch.attentionMask()).get(":,:-1").logSoftmax(-1);
        return logProbs.gather(batch.ids().get(":,1:").expandDims(2), 2).mean().neg();
    }

    private static int arrays() {
        try (NDManager child = Torch.manager()) {
            return ((BaseNDManager) child.getParentManager()).getManagedArrays().size();
        }
    }
}
