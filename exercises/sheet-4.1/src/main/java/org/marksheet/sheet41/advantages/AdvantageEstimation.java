package org.marksheet.sheet41.advantages;

import ai.djl.ndarray.NDArray;

/**
 * From rewards and values to what a policy and a value head are trained on.
 *
 * <p>Results are data: no gradient flows into any argument. Inputs on padding may be NaN or infinite and have no
 * effect; results are 0 there. Inputs belong to the caller and are not modified.
 */
public interface AdvantageEstimation {
    /**
     * Returns generalised advantages: sums of temporal-difference errors that fade with distance.
     *
     * <p>{@code delta_t = r_t + gamma * V_{t+1} - V_t} and {@code A_t = delta_t + gamma * lambda * A_{t+1}}; after the
     * last real token of a row both V and A are 0. With lambda 0 that is delta; with gamma and lambda 1 it is the sum
     * of the rewards from t on, less V_t.
     *
     * @param rewards r, [B,T] float32: one for each token, as {@code KlPenalty.penalizedRewards} gives them
     * @param values V, [B,T] float32, in rewards: what the value head expects from each token on
     * @param responseMask [B,T] bool, true on response tokens, which stand side by side in a row
     * @param gamma discount, no unit, in [0, 1]
     * @param lambda how far an error reaches back, no unit, in [0, 1]
     * @return A, [B,T] float32, in rewards; not whitened
     * @throws IllegalArgumentException if two shapes differ (names both), or gamma or lambda is out of range (names
     *     it)
     * @see <a href="https://arxiv.org/abs/1506.02438">Schulman et al. 2016, eq. 16</a>
     */
    NDArray generalizedAdvantages(
            NDArray rewards, NDArray values, NDArray responseMask, float gamma, float lambda);

    /**
     * Returns what the values should have been: {@code A + V}.
     *
     * @param advantages A, [B,T] float32, in rewards: as {@link #generalizedAdvantages} gives them, not whitened
     * @param values V, [B,T] float32, in rewards: those that the advantages were computed with
     * @param responseMask [B,T] bool, true on response tokens
     * @return [B,T] float32, in rewards
     * @throws IllegalArgumentException if two shapes differ (names both)
     * @see <a href="https://arxiv.org/abs/2005.12729">Engstrom et al. 2020, section 3</a>, V_targ
     */
    NDArray returns(NDArray advantages, NDArray values, NDArray responseMask);

    /**
     * Returns numbers with variance 1, and with mean 0 if wanted.
     *
     * <p>{@code (x - mean) / sqrt(var + 1e-8)}, plus the mean again if it is to stay. Mean and variance are those of the
     * unmasked tokens of the whole batch; the variance of n tokens divides by {@code n - 1}. A single token becomes 0,
     * plus the mean if it is to stay.
     *
     * @param x [B,T] float32, in any unit
     * @param responseMask [B,T] bool, true on response tokens
     * @param shiftMean true moves the mean to 0, false leaves it where it is
     * @return [B,T] float32, no unit
     * @throws IllegalArgumentException if the shapes differ (names both)
     * @see <a href="https://arxiv.org/abs/2005.12729">Engstrom et al. 2020</a>, on how much such details matter; the
     *     unbiased variance is the sheet's choice
     */
    NDArray whiten(NDArray x, NDArray responseMask, boolean shiftMean);
}
