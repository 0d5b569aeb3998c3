package org.marksheet.sheet41.preference;

import ai.djl.ndarray.NDArray;
import org.marksheet.lab.tensor.Differentiable;

/**
 * What a reward model learns from pairs of answers of which one is preferred.
 *
 * <p>Inputs belong to the caller and are not modified.
 */
public interface Preferences {
    /**
     * Returns the negative log-likelihood of the preferences under the model of Bradley and Terry, to be minimised.
     *
     * <p>{@code mean(-logsigmoid(chosen - rejected - margin))}, finite also where rewards lie hundreds apart. With
     * equal rewards and no margin it is {@code log 2}; adding the same number to all rewards changes nothing.
     *
     * @param chosen [B] float32, in rewards: of the answers that were preferred; the gradient flows through this
     * @param rejected [B] float32, in rewards: of the answers to the same prompts that were not; the gradient flows
     *     through this
     * @param margin [B] float32, in rewards, at least 0: how far apart the two should be; 0 for a plain preference;
     *     data, no gradient
     * @return a scalar float32, nats a pair, at least 0
     * @throws IllegalArgumentException if two shapes differ (names both)
     * @see <a href="https://arxiv.org/abs/2203.02155">Ouyang et al. 2022, eq. 1</a>, for pairs; the margin is that of
     *     <a href="https://arxiv.org/abs/2307.09288">Touvron et al. 2023, eq. 2</a>
     */
    NDArray bradleyTerryLoss(@Differentiable NDArray chosen, @Differentiable NDArray rejected, NDArray margin);

    /**
     * Returns the share of pairs in which the preferred answer has the higher reward.
     *
     * <p>A tie is no success. Adding the same number to all rewards changes nothing.
     *
     * @param chosen [B] float32, in rewards: of the answers that were preferred; data, no gradient
     * @param rejected [B] float32, in rewards: of the answers to the same prompts that were not; data, no gradient
     * @return a share of the pairs, in [0, 1]
     * @throws IllegalArgumentException if the two shapes differ (names both)
     * @see <a href="https://arxiv.org/abs/2403.13787">Lambert et al. 2024</a>, who compare reward models by it
     */
    float rankingAccuracy(NDArray chosen, NDArray rejected);
}
