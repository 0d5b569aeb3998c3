package org.marksheet.sheet41.toyworld.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.marksheet.lab.model.LanguageModel;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.SeededRandom;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.lab.text.Tokenizer;
import org.marksheet.sheet41.generation.BatchGeneration;
import org.marksheet.sheet41.generation.GenerationOptions;
import org.marksheet.sheet41.generation.LogitSampling;

/**
 * Lets a language model write.
 *
 * @param model writes
 * @param tokenizer the model's own
 * @param seed of the chance
 */
record Samples(LanguageModel model, Tokenizer tokenizer, long seed) {
    private static final int BATCH = 100;

    /**
     * Returns what the model writes after some prompts.
     *
     * @param prompts the end of text stands before each; an empty one lets the model begin by itself
     * @param temperature 0 for the likeliest
     * @param mostTokens where it is cut off
     * @return without prompts and ends; a response that begins with a word begins with a blank
     */
    List<String> after(List<String> prompts, float temperature, int mostTokens) {
        List<String> written = new ArrayList<>();
        for (int from = 0; from < prompts.size(); from += BATCH) {
            List<long[]> batch = prompts.subList(from, Math.min(prompts.size(), from + BATCH)).stream()
                    .map(this::begin).toList();
            written.addAll(batch(batch, temperature, mostTokens, seed + from));
        }
        return written;
    }

    private List<String> batch(List<long[]> prompts, float temperature, int mostTokens, long batchSeed) {
        int end = (int) tokenizer.eosId();
        GenerationOptions options = new GenerationOptions(mostTokens, 0, temperature, 0, 1, end, end);
        return Gradients.off(() -> {
            try (NDManager manager = Torch.manager(); NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                NDArray ids = new BatchGeneration().generate(model, new LogitSampling(), prompts, options,
                        responses -> false, new SeededRandom(manager, batchSeed)); // [B,n]
                long[] all = ids.toLongArray();
                int columns = all.length / prompts.size();
                List<String> texts = new ArrayList<>();
                for (int row = 0; row < prompts.size(); row++) {
                    texts.add(tokenizer.decode(Arrays.copyOfRange(all, row * columns, (row + 1) * columns)));
                }
                return texts;
            }
        });
    }

    private long[] begin(String prompt) {
        long[] ids = prompt.isEmpty() ? new long[0] : tokenizer.encode(prompt);
        long[] begun = new long[ids.length + 1];
        begun[0] = tokenizer.eosId();
        System.arraycopy(ids, 0, begun, 1, ids.length);
        return begun;
    }
}
