package org.marksheet.sheet41.kl;

import ai.djl.ndarray.NDArray;
import org.marksheet.lab.tensor.Differentiable;

/**
 * What keeps a policy near the model that it came from.
 *
 * <p>Inputs on padding may be NaN or infinite and have no effect where a mask is given. Inputs are not
 * modified.
 */
public interface KlPenalty {
    /**
     * Returns the log-probability of each response token under a model.
     *
     * <p>{@code logp[b,t] = logSoftmax(logits[b, start+t-1] / tau)[responseIds[b,t]]}: logits at a place
     * predict the token after it.
     *
     * @param logits [B,S,V] float32, over prompt and response together; the gradient flows through this
     * @param responseIds [B,T] int64: the response tokens, which stand at {@code start..start+T-1}
     * @param start the place of the first response token, at least 1, with {@code start + T <= S + 1}; the
     *     logits may go on after the response
     * @param temperature tau, greater than 0: the same with which the tokens were drawn
     * @return [B,T] float32, nats
     * @throws IllegalArgumentException if the response does not fit behind start (names both shapes), or tau is
     *     not positive (names it)
     */
    NDArray tokenLogProbs(@Differentiable NDArray logits, NDArray responseIds, int start, float temperature);

    /**
     * Returns three estimates of the divergence of each token.
     *
     * <p>With {@code logr = refLogProbs - logProbs}: {@code k1 = -logr}, {@code k2 = logr^2 / 2}, {@code k3 =
     * expm1(logr) - logr}, also where {@code logr} is tiny: {@link org.marksheet.lab.tensor.Elementwise#expm1}.
     *
     * @param logProbs [B,T] float32, nats: under the policy that drew the tokens; the gradient flows through
     *     this
     * @param refLogProbs [B,T] float32, nats: under the reference; data, no gradient
     * @return [B,T] each
     * @throws IllegalArgumentException if the shapes differ (names both)
     * @see <a href="http://joschu.net/blog/kl-approx.html">Schulman 2020</a>
     */
    KlEstimates klEstimates(@Differentiable NDArray logProbs, NDArray refLogProbs);

    /**
     * Returns the divergence that is reported: the sum of k1 over each response, averaged over the batch.
     *
     * <p>A row without a real token has the sum 0 and counts as a row.
     *
     * @param logProbs [B,T] float32, nats: under the policy
     * @param refLogProbs [B,T] float32, nats: under the reference
     * @param responseMask [B,T] bool, true on response tokens; elsewhere inputs have no effect
     * @return nats a response
     * @throws IllegalArgumentException if two shapes differ (names both)
     */
    float sequenceKl(NDArray logProbs, NDArray refLogProbs, NDArray responseMask);

    /**
     * Returns the reward of each token: a penalty for leaving the reference, and the score at the end.
     *
     * <p>{@code r[b,t] = -beta * k1[b,t] + (t is the last real token of b ? scores[b] : 0)}, 0 on padding. A
     * row without a real token is all 0. Rewards are data: no gradient flows into any argument.
     *
     * @param scores [B] float32, in rewards: one for each response
     * @param logProbs [B,T] float32, nats: under the policy that drew the tokens
     * @param refLogProbs [B,T] float32, nats: under the reference
     * @param responseMask [B,T] bool, true on response tokens; elsewhere inputs have no effect
     * @param klCoefficient beta, in rewards a nat, at least 0
     * @return [B,T] float32
     * @throws IllegalArgumentException if two shapes differ (names both)
     * @see <a href="https://arxiv.org/abs/1909.08593">Ziegler et al. 2019, eq. 2</a>; that the score is added on
     *     the last real token is the sheet's choice
     */
    NDArray penalizedRewards(
            NDArray scores, NDArray logProbs, NDArray refLogProbs, NDArray responseMask, float klCoefficient);

    /**
     * Returns the coefficient for the next batch.
     *
     * <p>{@code e = clip(kl / target - 1, -0.2, 0.2)}; {@code beta * (1 + e * episodes / horizon)}.
     *
     * @param klCoefficient beta, in rewards a nat
     * @param kl the divergence of this batch, nats a response
     * @param target the divergence that is wanted, nats a response, greater than 0
     * @param episodes responses in this batch
     * @param horizon episodes over which the coefficient reacts, greater than 0
     * @return in rewards a nat
     * @see <a href="https://arxiv.org/abs/1909.08593">Ziegler et al. 2019, section 2.2</a>
     */
    double adaptKlCoefficient(double klCoefficient, double kl, double target, int episodes, double horizon);
}
