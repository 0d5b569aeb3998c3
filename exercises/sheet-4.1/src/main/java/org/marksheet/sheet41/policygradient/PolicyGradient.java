package org.marksheet.sheet41.policygradient;

import ai.djl.ndarray.NDArray;
import org.marksheet.lab.tensor.Differentiable;

/**
 * The way round the bottleneck: drawing a token has no gradient, its log-probability has one.
 *
 * <p>Inputs belong to the caller and are not modified.
 */
public interface PolicyGradient {
    /**
     * Returns what each response is compared with: the mean reward of the <em>other</em> responses of the batch.
     *
     * <p>{@code baseline[b] = sum(rewards[i], i != b) / (B - 1)}. A mean that holds the own reward would take a part of
     * the gradient away.
     *
     * @param rewards [B] float32: one for each response; data, no gradient
     * @return [B] float32, in rewards; 0 for a batch of one
     * @throws IllegalArgumentException if rewards does not have one dimension (names its shape)
     * @see <a href="https://arxiv.org/abs/2402.14740">Ahmadian et al. 2024, RLOO</a>
     */
    NDArray baseline(NDArray rewards);

    /**
     * Returns a loss whose gradient is, on average, that of the negative expected reward; to be minimised.
     *
     * <p>{@code -mean((rewards[b] - baseline[b]) * sum_t(logProbs[b,t]))}: a sum over the tokens of each response, a
     * mean over the responses. A response without a token adds 0 and counts as a response.
     *
     * @param logProbs [B,T] float32, nats: response tokens under the policy that drew them; the gradient flows through
     *     this
     * @param rewards [B] float32: one for each response; data, no gradient
     * @param baseline [B] float32, in rewards, as {@link #baseline} gives it, or zeros; data, no gradient
     * @param responseMask [B,T] bool, true on response tokens; elsewhere logProbs may be NaN or infinite and have no
     *     effect, on values and on gradients
     * @return a scalar float32, whose value means nothing by itself; 0 when nothing is unmasked
     * @throws IllegalArgumentException if two shapes do not fit (names both)
     * @see <a href="https://doi.org/10.1007/BF00992696">Williams 1992, theorem 1</a>, negated
     */
    NDArray scoreFunctionLoss(
            @Differentiable NDArray logProbs, NDArray rewards, NDArray baseline, NDArray responseMask);
}
