package org.marksheet.sheet41.generation;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.marksheet.lab.model.LanguageModel;
import org.marksheet.lab.tensor.RandomSource;

/** From prompts to responses. */
public interface Generation {
    /**
     * Generates a response to each prompt of a batch.
     *
     * <p>Prompts are padded on the left, with the pad token, to the longest. The position of a real token is the number of real
     * tokens before it, {@code cumsum(mask) - mask}; the attention mask grows by one column a step. The first
     * call of the model gets all prompts and an empty cache, every later one only the new token of each row
     * and the cache that the call before handed back. The logits of the last token go through {@code
     * minNewTokens}, {@code temperature}, {@code topK}, {@code topP} and then {@code sample} with temperature
     * 1 (or 0 if the options say greedy). A row that has drawn its end-of-sequence token keeps it, and emits
     * the pad token from then on.
     *
     * @param model is asked for logits
     * @param sampling the steps from logits to a token: use these, not your own
     * @param prompts B prompts of one or more tokens each, without padding; a token that equals padId or eosId
     *     inside a prompt is an ordinary token
     * @param options how
     * @param stopping asked after each new token
     * @param random handed on to {@code sample}
     * @return [B,n] int64: the responses without their prompts, n at most {@code maxNewTokens}; generation
     *     stops when all rows have ended, at {@code maxNewTokens}, or when {@code stopping} says so
     * @throws IllegalArgumentException if there is no prompt, or an empty one
     */
    NDArray generate(
            LanguageModel model,
            Sampling sampling,
            List<long[]> prompts,
            GenerationOptions options,
            StoppingCriterion stopping,
            RandomSource random);
}
