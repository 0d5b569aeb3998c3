package org.marksheet.lab.model.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.marksheet.lab.model.transformer.OneByOne;
import org.marksheet.lab.model.transformer.Trunk;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.lab.text.TokenBatch;

/** The version to work with against the version to read. */
class LlamaTrunkTest {
    private static final LlamaConfig.Size SIZE = new LlamaConfig.Size(17, 16, 24, 20, 2);
    private static final SpecialTokens TOKENS = new SpecialTokens(OptionalInt.empty(), List.of(), OptionalInt.empty());

    private final NDManager manager = Torch.manager();
    private final TokenBatch padded = TokenBatch.paddedLeft(
            List.of(new long[] {5, 6}, new long[] {7, 8, 9, 10, 11}, new long[] {12, 13, 14, 15}), 0, manager);
    private final TokenBatch dense = TokenBatch.paddedLeft(
            List.of(new long[] {5, 6, 7, 8}, new long[] {9, 10, 11, 12}), 0, manager);
    private Llama model;
    private Trunk plain;
    private Trunk scripted;

    /** What the two must agree on: fused or not, queries that share keys or not, a window or none, heads wider than d/H. */
    enum Variant {
        GROUPED(Kind.LLAMA, new LlamaConfig.Heads(6, 2, 4), OptionalInt.empty()),
        WIDE_HEADS(Kind.LLAMA, new LlamaConfig.Heads(2, 1, 16), OptionalInt.empty()),
        FUSED(Kind.PHI3, new LlamaConfig.Heads(4, 4, 6), OptionalInt.empty()),
        FUSED_AND_GROUPED(Kind.PHI3, new LlamaConfig.Heads(4, 2, 6), OptionalInt.empty()),
        WINDOW(Kind.PHI3, new LlamaConfig.Heads(4, 4, 6), OptionalInt.of(2));

        private final LlamaConfig config;

        Variant(Kind kind, LlamaConfig.Heads heads, OptionalInt window) {
            config = new LlamaConfig(kind, SIZE, heads, new Rotary(50, new Rotary.Unstretched()), window, 1e-3, true, TOKENS);
        }
    }

    private void make(Variant variant) {
        model = Llama.random(variant.config, 3);
        // Weights far from 0, and scales that are not 1, so that mistakes show.
        Gradients.off(() -> {
            int seed = 0;
            for (NDArray weight : model.parameters().arrays()) {
                NDArray wave = manager.arange((int) weight.size()).add(seed++).sin().reshape(weight.getShape());
                boolean scale = weight.getShape().dimension() == 1;
                weight.muli(scale ? 1 : 12).addi(wave.mul(scale ? .3 : .1));
            }
            return null;
        });
        model.parameters().setRequiresGradient(true);
        plain = new LlamaTrunk(variant.config, model.parameters());
        scripted = new ScriptedLlamaTrunk(variant.config, model.parameters(),
                variant.config.rotary().frequencies(variant.config.heads().width()));
    }

    @AfterEach
    void close() {
        model.close();
        manager.close();
    }

    @ParameterizedTest
    @EnumSource
    void aCacheThatIsUsedUpHoldsWhatOneThatIsKeptHolds(Variant variant) {
        make(variant);
        for (TokenBatch batch : List.of(padded, dense)) {
            for (Trunk trunk : List.of(plain, scripted)) {
                OneByOne.assertSame(plain, trunk, batch);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void hiddenStatesOfRealTokensAreEqual(Variant variant) {
        make(variant);
        for (TokenBatch batch : List.of(padded, dense)) {
            float[] expected = real(run(plain, batch), batch).toFloatArray();
            float[] found = real(run(scripted, batch), batch).toFloatArray();
            assertThat(found).containsExactly(expected, offset(1e-5f));
        }
    }

    @ParameterizedTest
    @EnumSource
    void gradientsAreEqual(Variant variant) {
        make(variant);
        for (TokenBatch batch : List.of(padded, dense)) {
            Map<String, float[]> expected = gradients(plain, batch);
            Map<String, float[]> found = gradients(scripted, batch);
            assertThat(expected.keySet()).isEqualTo(model.parameters().byName().keySet());
            assertThat(found.keySet()).isEqualTo(model.parameters().byName().keySet());
            expected.forEach((name, gradient) -> {
                float largest = 0;
                for (float each : gradient) {
                    largest = Math.max(largest, Math.abs(each));
                }
                assertThat(largest).as(name).isPositive();
                assertThat(found.get(name)).as(name).containsExactly(gradient, offset(1e-4f * largest + 1e-5f));
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void severalTokensAfterSeveralOthersAreAsAllAtOnce(Variant variant) {
        make(variant);
        LlamaConfig.Heads heads = variant.config.heads();
        for (Trunk trunk : List.of(plain, scripted)) {
            for (TokenBatch batch : List.of(padded, dense)) {
                NDArray whole = real(run(trunk, batch), batch);
                for (int split : new int[] {1, 2}) {
                    NDIndex head = new NDIndex(":,:" + split);
                    NDIndex tail = new NDIndex(":," + split + ":");
                    NDList first = trunk.forward(batch.ids().get(head), batch.attentionMask().get(head),
                            batch.positions().get(head), List.of());
                    assertThat(first).hasSize(1 + 2 * variant.config.size().layers());
                    assertThat(first.get(2).getShape()).isEqualTo(
                            new Shape(batch.ids().getShape().get(0), heads.keyValues(), split, heads.width()));
                    NDList second = trunk.forward(batch.ids().get(tail), batch.attentionMask(),
                            batch.positions().get(tail), first.subList(1, first.size()));
                    NDArray both = first.get(0).concat(second.get(0), 1);
                    assertThat(real(both, batch).toFloatArray())
                            .containsExactly(whole.toFloatArray(), offset(1e-5f));
                }
            }
        }
    }

    private static NDArray run(Trunk trunk, TokenBatch batch) {
        return trunk.forward(batch.ids(), batch.attentionMask(), batch.positions(), List.of()).get(0);
    }

    private Map<String, float[]> gradients(Trunk trunk, TokenBatch batch) {
        model.parameters().zeroGradients();
        NDArray sum = Gradients.recording(() -> {
            NDArray hidden = real(run(trunk, batch), batch); // [B,T,d]
            return hidden.mul(hidden.sin()).sum();
        });
        // DJL frees what it made of Java numbers here: nothing on the way back may still need it.
        System.gc();
        assertThat(Gradients.backward(sum, sum.onesLike())).isTrue();
        Map<String, float[]> found = new LinkedHashMap<>();
        model.parameters().byName().forEach((name, weight) ->
                Gradients.of(weight).ifPresent(gradient -> found.put(name, gradient.toFloatArray())));
        return found;
    }

    /** Zero on padding. */
    private static NDArray real(NDArray hidden, TokenBatch batch) {
        return hidden.mul(batch.attentionMask().toType(DataType.FLOAT32, false).expandDims(2));
    }
}
