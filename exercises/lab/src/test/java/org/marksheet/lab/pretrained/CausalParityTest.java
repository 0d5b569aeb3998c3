package org.marksheet.lab.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.marksheet.lab.model.CausalModel;
import org.marksheet.lab.model.Fixture;
import org.marksheet.lab.model.KeyValueCache;
import org.marksheet.lab.model.LanguageModel;
import org.marksheet.lab.model.llama.RoundedLlama;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.lab.text.TokenBatch;
import org.marksheet.lab.text.Tokenizer;

/** Each architecture against what the transformers library answers on the same small checkpoint. */
class CausalParityTest {
    /** The checkpoints, with what is known of them beforehand. */
    enum Known {
        GPT2("gpt2-tiny", 499, 12, 28, 0),
        LLAMA("llama-tiny", 501, 12, 28, 2),
        PHI3("phi3-tiny", 510, 14, 39, 500);

        private final String folder;
        private final int vocabulary;
        private final int columns;
        private final int predicted;
        private final int end;

        Known(String folder, int vocabulary, int columns, int predicted, int end) {
            this.folder = folder;
            this.vocabulary = vocabulary;
            this.columns = columns;
            this.predicted = predicted;
            this.end = end;
        }
    }

    private final NDManager manager = Torch.manager();
    private Fixture fixture;
    private CausalModel model;
    private NDArray ids;
    private NDArray mask;
    private NDArray positions;

    private void load(Known known) {
        fixture = Fixture.load(known.folder);
        model = known == Known.GPT2 ? CausalModels.load(fixture.folder()) : RoundedLlama.load(fixture.folder());
        ids = fixture.tensor("input_ids", manager);
        mask = fixture.tensor("attention_mask", manager);
        positions = fixture.tensor("position_ids", manager);
    }

    @AfterEach
    void close() {
        model.close();
        manager.close();
    }

    @ParameterizedTest
    @EnumSource
    void theLastLogitsAreEqual(Known known) {
        load(known);
        NDArray all = model.forward(ids, mask, positions, KeyValueCache.empty()).logits();
        assertThat(all.getShape()).isEqualTo(new Shape(5, known.columns, known.vocabulary));
        assertThat(model.config().vocabulary()).isEqualTo(known.vocabulary);
        double[][] expected = fixture.numbers("last_logits");
        for (int row = 0; row < 5; row++) {
            assertClose(all.get(row + ",-1").toFloatArray(), expected[row]);
            assertClose(model.logits(ids, mask).get(row + ",-1").toFloatArray(), expected[row]);
        }
    }

    /** As models are used: frequencies in float32 move the logits by as much as rounding them did, and by no more. */
    @ParameterizedTest
    @EnumSource
    void theModelOfTheRegistryDiffersByNoMoreThanARounding(Known known) {
        load(known);
        double[][] expected = fixture.numbers("last_logits");
        try (CausalModel exact = CausalModels.load(fixture.folder())) {
            for (int row = 0; row < 5; row++) {
                float[] found = exact.logits(ids, mask).get(row + ",-1").toFloatArray();
                for (int i = 0; i < found.length; i++) {
                    assertThat((double) found[i]).as("logit %d", i).isCloseTo(expected[row][i], within(.1));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theLogProbabilitiesOfRealTokensAndTheirMeanAreEqual(Known known) {
        load(known);
        NDArray logProbs = model.logits(ids, mask).logSoftmax(-1);
        long[][] tokens = fixture.integers("input_ids");
        long[][] real = fixture.integers("attention_mask");
        double[][] expected = fixture.numbers("token_log_probs_of_inputs");
        double sum = 0;
        int count = 0;
        for (int row = 0; row < tokens.length; row++) {
            for (int t = 1; t < tokens[row].length; t++) {
                if (real[row][t] == 1 && real[row][t - 1] == 1) {
                    double found = logProbs.getFloat(row, t - 1, tokens[row][t]);
                    assertThat(found).isCloseTo(expected[row][t - 1], within(1e-4));
                    sum += found;
                    count++;
                } else if (real[row][t] == 1) {
                    // The library's loss includes what it predicts from padding, which has no meaning.
                    sum += expected[row][t - 1];
                    count++;
                }
            }
        }
        assertThat(count).isEqualTo(known.predicted);
        assertThat(-sum / count)
                .isCloseTo(fixture.cases().get("loss_on_all_real_tokens").getAsDouble(), within(1e-4));
    }

    @ParameterizedTest
    @EnumSource
    void greedyContinuationsAreEqualWithTheCacheAndWithoutIt(Known known) {
        load(known);
        JsonObject variants = fixture.cases().getAsJsonObject("generate_max_new_12");
        assertThat(variants.keySet()).hasSize(2);
        try (Tokenizer tokenizer = Tokenizer.load(fixture.folder())) {
            variants.asMap().forEach((name, variant) -> {
                long[][] expected = Fixture.integers(variant.getAsJsonObject().get("new_ids"));
                int atLeast = name.equals("greedy") ? 0 : 6;
                assertThat(greedy(true, 12, atLeast, known.end)).as(name).isDeepEqualTo(expected);
                assertThat(greedy(false, 12, atLeast, known.end)).as(name).isDeepEqualTo(expected);
                assertThat(Arrays.stream(expected).map(tokenizer::decode).toList())
                        .isEqualTo(Fixture.strings(variant.getAsJsonObject().get("text")));
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void textsAndTokensAreEqual(Known known) {
        load(known);
        try (Tokenizer tokenizer = Tokenizer.load(fixture.folder())) {
            TokenBatch batch = TokenBatch.paddedLeft(
                    tokenizer.encode(fixture.texts("texts")), tokenizer.padId(), manager);
            assertThat(batch.ids()).isEqualTo(ids);
            assertThat(batch.attentionMask()).isEqualTo(mask);
            assertThat(batch.positions()).isEqualTo(positions);
            List<String> decoded = Arrays.stream(fixture.integers("input_ids")).map(tokenizer::decode).toList();
            assertThat(decoded).isEqualTo(fixture.texts("decoded_inputs"));
            assertThat(tokenizer.eosId()).isEqualTo(known.end);
        }
    }

    private long[][] greedy(boolean cached, int atMost, int atLeast, int end) {
        List<List<Long>> found = new ArrayList<>();
        IntStream.range(0, 5).forEach(row -> found.add(new ArrayList<>()));
        boolean[] ended = new boolean[5];
        NDArray allIds = ids;
        NDArray allMask = mask;
        NDArray newIds = ids;
        NDArray newPositions = positions;
        KeyValueCache cache = KeyValueCache.empty();
        for (int i = 0; i < atMost; i++) {
            NDArray logits;
            if (cached) {
                LanguageModel.Output output = model.forward(newIds, allMask, newPositions, cache);
                cache = output.cache();
                logits = output.logits().get(":,-1");
            } else {
                logits = model.logits(allIds, allMask).get(":,-1");
            }
            if (i < atLeast) {
                logits.set(new NDIndex(":," + end), Float.NEGATIVE_INFINITY);
            }
            long[] next = logits.argMax(1).toLongArray();
            for (int row = 0; row < 5; row++) {
                next[row] = ended[row] ? end : next[row];
                ended[row] |= next[row] == end;
                found.get(row).add(next[row]);
            }
            newIds = manager.create(next, new Shape(5, 1));
            newPositions = newPositions.get(":,-1:").add(1);
            allIds = allIds.concat(newIds, 1);
            allMask = allMask.concat(newIds.onesLike(), 1);
        }
        return found.stream()
                .map(row -> row.stream().mapToLong(Long::longValue).toArray())
                .toArray(long[][]::new);
    }

    private static void assertClose(float[] found, double[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat((double) found[i]).as("logit %d", i).isCloseTo(expected[i], within(1e-4));
        }
    }
}
