package org.marksheet.sheet41.ppo;

import ai.djl.ndarray.NDArray;
import org.marksheet.lab.tensor.Differentiable;

/**
 * The objective of proximal policy optimisation: what one step minimises, on a batch of sampled
 * responses.
 *
 * <p>A masked mean is {@code sum(x * mask) / sum(mask)} over all response tokens of the batch, and 0
 * when there is none. Inputs on padding may be NaN or infinite and have no effect, on values and on
 * gradients. Inputs belong to the caller and are not modified.
 */
public interface PpoObjective {
    /**
     * Returns PPO's clipped policy loss of a batch, to be minimised.
     *
     * <p>{@code loss = maskedMean(max(-A*r, -A*clip(r, 1-eps, 1+eps)))} with {@code r = exp(logProbs -
     * oldLogProbs)}; {@code clipFraction = maskedMean(second > first)}, where first and second are the
     * two arguments of the maximum; {@code approxKl = maskedMean((logProbs - oldLogProbs)^2) / 2}.
     *
     * @param logProbs [B,T] float32, nats: response tokens under the policy in training; the gradient
     *     flows through this
     * @param oldLogProbs [B,T] float32, nats: the same under the policy that sampled; data, no gradient
     * @param advantages [B,T] float32, in rewards, whitened or not; data, no gradient
     * @param responseMask [B,T] bool, true on response tokens; elsewhere inputs have no effect
     * @param clipRange eps, no unit, in (0, 1)
     * @return the loss, a scalar float32, and two numbers without a gradient; all 0 when nothing is
     *     unmasked
     * @throws IllegalArgumentException if two shapes differ (names both) or clipRange is out of range
     *     (names it)
     * @see <a href="https://arxiv.org/abs/1707.06347">Schulman et al. 2017, eq. 7</a>, negated; the mean
     *     over all tokens of the batch is the sheet's choice
     */
    PolicyLoss policyLoss(
            @Differentiable NDArray logProbs,
            NDArray oldLogProbs,
            NDArray advantages,
            NDArray responseMask,
            float clipRange);

    /**
     * Returns PPO's clipped loss of the value head, to be minimised.
     *
     * <p>{@code 1/2 * maskedMean(max((V-R)^2, (clip(V, Vold-eps, Vold+eps) - R)^2))}.
     *
     * @param values V, [B,T] float32, in rewards: the value head in training; the gradient flows through
     *     this
     * @param oldValues Vold, [B,T] float32, in rewards: the value head when the batch was sampled; data,
     *     no gradient
     * @param returns R, [B,T] float32, in rewards: what the values should have been; data, no gradient
     * @param responseMask [B,T] bool, true on response tokens; elsewhere inputs have no effect
     * @param clipRange eps, in rewards, greater than 0
     * @return a scalar float32; 0 when nothing is unmasked
     * @throws IllegalArgumentException if two shapes differ (names both) or clipRange is not positive
     *     (names it)
     * @see <a href="https://arxiv.org/abs/2005.12729">Engstrom et al. 2020, section 3, item 1</a>
     */
    NDArray valueLoss(
            @Differentiable NDArray values,
            NDArray oldValues,
            NDArray returns,
            NDArray responseMask,
            float clipRange);

    /**
     * Returns the mean entropy of the policy's next-token distributions, a bonus for exploring.
     *
     * <p>{@code maskedMean(-sum_v p_v * log p_v)} with {@code p = softmax(logits)}, in nats.
     *
     * @param logits [B,T,V] float32, not normalised; filtered tokens may be {@code -inf} and add 0; the
     *     gradient flows through this
     * @param responseMask [B,T] bool, true on response tokens; elsewhere inputs have no effect
     * @return a scalar float32 in [0, log V]; 0 when nothing is unmasked
     * @throws IllegalArgumentException if the first two dimensions of logits differ from the mask's shape
     *     (names both)
     * @see <a href="https://arxiv.org/abs/1707.06347">Schulman et al. 2017, eq. 9, S</a>
     */
    NDArray entropy(@Differentiable NDArray logits, NDArray responseMask);

    /**
     * Returns the loss of a whole step.
     *
     * <p>{@code policyLoss + valueCoefficient * valueLoss - entropyCoefficient * entropy}.
     *
     * @param policyLoss a scalar float32, as {@link #policyLoss} gives it; the gradient flows through this
     * @param valueLoss a scalar float32, as {@link #valueLoss} gives it, its half included; the gradient
     *     flows through this
     * @param entropy a scalar float32, as {@link #entropy} gives it; the gradient flows through this
     * @param valueCoefficient no unit, at least 0
     * @param entropyCoefficient no unit, at least 0
     * @return a scalar float32
     * @throws IllegalArgumentException if a tensor is not a scalar (names its shape)
     * @see <a href="https://arxiv.org/abs/1707.06347">Schulman et al. 2017, eq. 9</a>, negated
     */
    NDArray totalLoss(
            @Differentiable NDArray policyLoss,
            @Differentiable NDArray valueLoss,
            @Differentiable NDArray entropy,
            float valueCoefficient,
            float entropyCoefficient);
}
