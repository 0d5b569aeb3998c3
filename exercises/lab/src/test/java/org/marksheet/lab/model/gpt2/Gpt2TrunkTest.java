package org.marksheet.lab.model.gpt2;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.marksheet.lab.model.Fixture;
import org.marksheet.lab.model.transformer.Trunk;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.lab.text.TokenBatch;

/** The version to train with against the version to read. */
class Gpt2TrunkTest {
    private final NDManager manager = Torch.manager();
    private final Gpt2 model = Gpt2.load(Fixture.load("gpt2-tiny").folder());
    private final Trunk plain = new Gpt2Trunk(model.config(), model.parameters());
    private final Trunk scripted = new ScriptedGpt2Trunk(model.config(), model.parameters());
    private final TokenBatch padded = TokenBatch.paddedLeft(
            List.of(new long[] {5, 6}, new long[] {7, 8, 9, 10, 11}, new long[] {12, 13, 14, 15}), 0, manager);
    private final TokenBatch dense = TokenBatch.paddedLeft(
            List.of(new long[] {5, 6, 7, 8}, new long[] {9, 10, 11, 12}), 0, manager);

    @BeforeEach
    void trackGradients() {
        model.parameters().setRequiresGradient(true);
    }

    @AfterEach
    void close() {
        model.close();
        manager.close();
    }

    @Test
    void hiddenStatesOfRealTokensAreEqual() {
        for (TokenBatch batch : List.of(padded, dense)) {
            float[] expected = real(run(plain, batch), batch).toFloatArray();
            float[] found = real(run(scripted, batch), batch).toFloatArray();
            assertThat(found).containsExactly(expected, offset(1e-5f));
        }
    }

    @Test
    void gradientsAreEqual() {
        for (TokenBatch batch : List.of(padded, dense)) {
            Map<String, float[]> expected = gradients(plain, batch);
            Map<String, float[]> found = gradients(scripted, batch);
            assertThat(found.keySet()).isEqualTo(model.parameters().byName().keySet());
            expected.forEach((name, gradient) -> {
                float largest = 0;
                for (float each : gradient) {
                    largest = Math.max(largest, Math.abs(each));
                }
                // The biases of keys shift all scores of a row alike: their gradients are rounding errors.
                assertThat(found.get(name)).as(name).containsExactly(gradient, offset(1e-4f * largest + 1e-5f));
            });
        }
    }

    @Test
    void severalTokensAfterSeveralOthersAreAsAllAtOnce() {
        for (Trunk trunk : List.of(plain, scripted)) {
            for (TokenBatch batch : List.of(padded, dense)) {
                NDArray whole = real(run(trunk, batch), batch);
                for (int split : new int[] {1, 2}) {
                    NDIndex head = new NDIndex(":,:" + split);
                    NDIndex tail = new NDIndex(":," + split + ":");
                    NDList first = trunk.forward(batch.ids().get(head), batch.attentionMask().get(head),
                            batch.positions().get(head), List.of());
                    assertThat(first).hasSize(1 + 2 * model.config().layers());
                    assertThat(first.get(2).getShape()).isEqualTo(new Shape(batch.ids().getShape().get(0), 4, split, 8));
                    NDList second = trunk.forward(batch.ids().get(tail), batch.attentionMask(),
                            batch.positions().get(tail), first.subList(1, first.size()));
                    NDArray both = first.get(0).concat(second.get(0), 1);
                    assertThat(real(both, batch).toFloatArray())
                            .containsExactly(whole.toFloatArray(), offset(1e-5f));
                }
            }
        }
    }

    @Test
    void theScriptGivesTheSameBitsEveryTime() {
        float[] first = run(scripted, padded).toFloatArray();
        for (int i = 0; i < 5; i++) {
            assertThat(run(scripted, padded).toFloatArray()).isEqualTo(first);
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
