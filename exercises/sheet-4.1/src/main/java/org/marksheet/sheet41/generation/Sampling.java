package org.marksheet.sheet41.generation;

import ai.djl.ndarray.NDArray;
import org.marksheet.lab.tensor.RandomSource;

/**
 * The steps from a model's logits to a drawn token.
 *
 * <p>A removed token has the logit {@code -inf}. The order of the vocabulary never changes, inputs are not
 * modified, and every row of a batch is treated alone.
 */
public interface Sampling {
    /**
     * Divides logits by a temperature.
     *
     * @param logits [B,V] float32
     * @param temperature tau, no unit, greater than 0; above 1 flattens the distribution, below 1 sharpens it.
     *     0 is greedy decoding, which is {@link #sample}'s affair: here the logits are returned as they are
     * @return [B,V] float32
     * @throws IllegalArgumentException if tau is negative or NaN (names it)
     */
    NDArray temperature(NDArray logits, float temperature);

    /**
     * Removes the end-of-sequence token while a response is too short.
     *
     * @param logits [B,V] float32
     * @param newTokens how many response tokens exist already; the prompt does not count
     * @param minimum the least number of response tokens
     * @param eosId the id of the end-of-sequence token
     * @return [B,V] float32; the logits as they are once {@code newTokens >= minimum}
     */
    NDArray minNewTokens(NDArray logits, int newTokens, int minimum, int eosId);

    /**
     * Keeps the k largest logits of each row; all that tie with the kth stay.
     *
     * @param logits [B,V] float32
     * @param k how many stay; 0, or V and more, removes nothing
     * @return [B,V] float32
     * @throws IllegalArgumentException if k is negative (names it)
     */
    NDArray topK(NDArray logits, int k);

    /**
     * Keeps, in each row, the smallest set of likeliest tokens whose probability reaches p.
     *
     * <p>The token that crosses p stays, so at least one does. Equal probabilities count in the order of the
     * token id.
     *
     * @param logits [B,V] float32, not normalised; may hold {@code -inf}
     * @param p in (0, 1]; 1 removes nothing
     * @return [B,V] float32
     * @throws IllegalArgumentException if p is out of range (names it)
     * @see <a href="https://arxiv.org/abs/1904.09751">Holtzman et al. 2020, section 3.1</a>
     */
    NDArray topP(NDArray logits, float p);

    /**
     * Draws a token for each row from {@code softmax(logits / tau)}.
     *
     * @param logits [B,V] float32; tokens with {@code -inf} are never drawn
     * @param temperature tau; 0 takes the likeliest token, the lowest id among equals
     * @param random where the draws come from; rows are drawn independently
     * @return [B] int64
     * @throws IllegalArgumentException if tau is negative or NaN (names it)
     */
    NDArray sample(NDArray logits, float temperature, RandomSource random);
}
