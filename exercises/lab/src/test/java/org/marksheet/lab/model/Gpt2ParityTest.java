package org.marksheet.lab.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.lab.text.TokenBatch;
import org.marksheet.lab.text.Tokenizer;

/** GPT-2 against what the transformers library answers on the same small checkpoint. */
class Gpt2ParityTest {
    private static final int EOS = 0;

    private static NDManager manager;
    private static Fixture fixture;
    private static Gpt2 model;
    private static NDArray ids;
    private static NDArray mask;
    private static NDArray positions;

    @BeforeAll
    static void load() {
        manager = Torch.manager();
        fixture = Fixture.load("gpt2-tiny");
        model = Gpt2.load(fixture.folder());
        ids = fixture.tensor("input_ids", manager);
        mask = fixture.tensor("attention_mask", manager);
        positions = fixture.tensor("position_ids", manager);
    }

    @AfterAll
    static void close() {
        model.close();
        manager.close();
    }

    @Test
    void theLastLogitsAreEqual() {
        NDArray all = model.forward(ids, mask, positions, KeyValueCache.empty()).logits();
        assertThat(all.getShape()).isEqualTo(new Shape(5, 12, 499));
        double[][] expected = fixture.numbers("last_logits");
        for (int row = 0; row < 5; row++) {
            assertClose(all.get(row + ",-1").toFloatArray(), expected[row]);
            assertClose(model.logits(ids, mask).get(row + ",-1").toFloatArray(), expected[row]);
        }
    }

    @Test
    void theLogProbabilitiesOfRealTokensAndTheirMeanAreEqual() {
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
        assertThat(count).isEqualTo(28);
        assertThat(-sum / count)
                .isCloseTo(fixture.cases().get("loss_on_all_real_tokens").getAsDouble(), within(1e-4));
    }

    @Test
    void greedyContinuationsAreEqualWithTheCacheAndWithoutIt() {
        JsonObject variants = fixture.cases().getAsJsonObject("generate_max_new_12");
        assertThat(variants.keySet()).hasSize(2);
        variants.asMap().forEach((name, variant) -> {
            long[][] expected = Fixture.integers(variant.getAsJsonObject().get("new_ids"));
            int atLeast = name.equals("greedy") ? 0 : 6;
            assertThat(greedy(true, 12, atLeast)).as(name).isDeepEqualTo(expected);
            assertThat(greedy(false, 12, atLeast)).as(name).isDeepEqualTo(expected);
        });
    }

    @Test
    void textsAndTokensAreEqual() {
        try (Tokenizer tokenizer = Tokenizer.load(fixture.folder())) {
            TokenBatch batch = TokenBatch.paddedLeft(
                    tokenizer.encode(fixture.texts("texts")), tokenizer.padId(), manager);
            assertThat(batch.ids()).isEqualTo(ids);
            assertThat(batch.attentionMask()).isEqualTo(mask);
            assertThat(batch.positions()).isEqualTo(positions);
            List<String> decoded = Arrays.stream(fixture.integers("input_ids")).map(tokenizer::decode).toList();
            assertThat(decoded).isEqualTo(fixture.texts("decoded_inputs"));
            assertThat(tokenizer.eosId()).isEqualTo(EOS);
        }
    }

    private static long[][] greedy(boolean cached, int atMost, int atLeast) {
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
                logits.set(new ai.djl.ndarray.index.NDIndex(":," + EOS), Float.NEGATIVE_INFINITY);
            }
            long[] next = logits.argMax(1).toLongArray();
            for (int row = 0; row < 5; row++) {
                next[row] = ended[row] ? EOS : next[row];
                ended[row] |= next[row] == EOS;
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
