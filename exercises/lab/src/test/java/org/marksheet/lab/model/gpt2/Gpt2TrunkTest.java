package org.marksheet.lab.model.gpt2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.marksheet.lab.model.Fixture;
import org.marksheet.lab.model.ForwardPass;
import org.marksheet.lab.model.transformer.OneByOne;
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
            Map<String, float[]> expected = gradients(() -> real(run(plain, batch), batch));
            Map<String, float[]> found = gradients(() -> real(run(scripted, batch), batch));
            assertThat(found.keySet()).isEqualTo(model.parameters().byName().keySet());
            expected.forEach((name, gradient) -> FoundGradients.assertClose(name, found.get(name), gradient));
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
    void aCacheThatIsUsedUpHoldsWhatOneThatIsKeptHolds() {
        for (TokenBatch batch : List.of(padded, dense)) {
            for (Trunk trunk : List.of(plain, scripted)) {
                OneByOne.assertSame(plain, trunk, batch);
            }
        }
    }

    @Test
    void aCacheThatIsUsedUpIsClosed() {
        for (Trunk trunk : List.of(plain, scripted)) {
            NDList first = trunk.forward(dense.ids().get(":,:3"), dense.attentionMask().get(":,:3"),
                    dense.positions().get(":,:3"), List.of());
            List<NDArray> cache = first.subList(1, first.size());
            Gradients.off(() -> trunk.advance(
                    dense.ids().get(":,3:"), dense.attentionMask(), dense.positions().get(":,3:"), cache));
            assertThat(cache).allSatisfy(array -> assertThatThrownBy(array::toFloatArray).isInstanceOf(IllegalStateException.class));
        }
    }

    @Test
    void rowsThatShareTheCacheOfOnePromptGoTheirOwnWays() {
        TokenBatch prompt = TokenBatch.paddedLeft(List.of(new long[] {5, 6, 7}), 0, manager);
        NDArray different = manager.create(new long[] {8, 9, 10}, new Shape(3, 1));
        NDArray mask = manager.ones(new Shape(3, 5), DataType.INT64);
        NDArray fourth = manager.create(new long[] {4, 4, 4}, new Shape(3, 1));
        List<float[]> written = Stream.<Supplier<NDList>>of(
                        () -> next(scripted::advance, prompt), () -> next(plain::forward, prompt))
                .map(began -> Gradients.off(() -> {
                    List<NDArray> shared = began.get().stream().skip(1)
                            .map(array -> array.broadcast(new Shape(3, 4, 4, 8)))
                            .toList();
                    NDList result = scripted.advance(different, mask, fourth, shared);
                    return result.get(result.size() - 1).toFloatArray();
                }))
                .toList();
        assertThat(written.get(0)).containsExactly(written.get(1), offset(1e-5f));
    }

    /** Runs over a prompt of three tokens and then over one more. */
    private NDList next(OneByOne.Call call, TokenBatch prompt) {
        return Gradients.off(() -> {
            NDList began = call.run(prompt.ids(), prompt.attentionMask(), prompt.positions(), List.of());
            NDArray one = manager.ones(new Shape(1, 1), DataType.INT64);
            return call.run(one, manager.ones(new Shape(1, 4), DataType.INT64), one.mul(3), began.subList(1, began.size()));
        });
    }

    @Test
    void theEndAloneIsAsItIsBehindTheBeginning() {
        for (TokenBatch batch : List.of(padded, dense)) {
            for (int from : new int[] {0, 1, 3}) {
                NDIndex end = new NDIndex(":," + from + ":");
                float[] expected = real(run(plain, batch), batch).get(end).toFloatArray();
                for (Trunk trunk : List.of(plain, scripted)) {
                    assertThat(end(trunk, batch, from).toFloatArray()).as("from %d", from).containsExactly(expected, offset(1e-5f));
                }
                Map<String, float[]> gradients = gradients(() -> end(plain, batch, from));
                Map<String, float[]> found = gradients(() -> end(scripted, batch, from));
                assertThat(found.keySet()).isEqualTo(gradients.keySet());
                gradients.forEach((name, gradient) -> FoundGradients.assertClose(name, found.get(name), gradient));
            }
        }
    }

    @Test
    void whatIsNotRecordedIsTheSameAndCanBeComputedWithLater() {
        for (TokenBatch batch : List.of(padded, dense)) {
            for (int from : new int[] {0, 1, 3}) {
                float[] expected = Gradients.off(() -> end(plain, batch, from)).toFloatArray();
                NDArray hidden = Gradients.off(() ->
                        scripted.hiddenStates(batch.ids(), batch.attentionMask(), batch.positions(), from));
                assertThat(real(hidden, batch, from).toFloatArray()).containsExactly(expected, offset(1e-5f));
                NDArray weight = model.parameters().get("transformer.ln_f.weight");
                NDArray later = Gradients.recording(() -> hidden.mul(weight).sum());
                model.parameters().zeroGradients();
                assertThat(Gradients.backward(later, later.onesLike())).isTrue();
                assertThat(Gradients.of(weight).orElseThrow().toFloatArray())
                        .containsExactly(hidden.sum(new int[] {0, 1}).toFloatArray(), offset(1e-3f));
            }
        }
    }

    @Test
    void aForwardPassAndItsWayBackAreAsRecorded() {
        for (TokenBatch batch : List.of(padded, dense)) {
            for (int from : new int[] {0, 1, 3}) {
                NDArray expected = real(run(plain, batch), batch).get(":," + from + ":");
                Map<String, float[]> gradients = gradients(() -> end(plain, batch, from));
                for (Trunk trunk : List.of(plain, scripted)) {
                    try (ForwardPass pass = trunk.forwardPass(batch.ids(), batch.attentionMask(), batch.positions(), from)) {
                        assertThat(real(pass.hiddenStates(), batch, from).toFloatArray())
                                .containsExactly(expected.toFloatArray(), offset(1e-5f));
                    }
                    Map<String, float[]> found = gradientsOfPass(trunk, batch, from);
                    assertThat(found.keySet()).isEqualTo(gradients.keySet());
                    gradients.forEach((name, gradient) -> FoundGradients.assertClose(name, found.get(name), gradient));
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

    private NDArray end(Trunk trunk, TokenBatch batch, int from) {
        NDArray hidden = trunk.hiddenStates(batch.ids(), batch.attentionMask(), batch.positions(), from);
        return real(hidden, batch, from);
    }

    private Map<String, float[]> gradientsOfPass(Trunk trunk, TokenBatch batch, int from) {
        model.parameters().zeroGradients();
        try (ForwardPass pass = Gradients.recording(() ->
                trunk.forwardPass(batch.ids(), batch.attentionMask(), batch.positions(), from))) {
            NDArray sum = Gradients.recording(() -> {
                NDArray hidden = real(pass.hiddenStates(), batch, from);
                return hidden.mul(hidden.sin()).sum();
            });
            System.gc();
            assertThat(Gradients.backward(sum, sum.onesLike())).isTrue();
            pass.backward();
        }
        return FoundGradients.of(model);
    }

    private Map<String, float[]> gradients(Supplier<NDArray> body) {
        model.parameters().zeroGradients();
        NDArray sum = Gradients.recording(() -> {
            NDArray hidden = body.get(); // [B,t,d]
            return hidden.mul(hidden.sin()).sum();
        });
        // DJL frees what it made of Java numbers here: nothing on the way back may still need it.
        System.gc();
        assertThat(Gradients.backward(sum, sum.onesLike())).isTrue();
        return FoundGradients.of(model);
    }

    /** Zero on padding. */
    private static NDArray real(NDArray hidden, TokenBatch batch) {
        return real(hidden, batch, 0);
    }

    private static NDArray real(NDArray hidden, TokenBatch batch, int from) {
        return hidden.mul(batch.attentionMask().get(":," + from + ":").toType(DataType.FLOAT32, false).expandDims(2));
    }
}
