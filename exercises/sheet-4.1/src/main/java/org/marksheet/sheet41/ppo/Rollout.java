package org.marksheet.sheet41.ppo;

import ai.djl.ndarray.NDArray;

/**
 * What a policy did with a batch of prompts, and what it is taught with. All of it is data: no gradient flows into it, and it stays
 * the same while the policy changes.
 *
 * @param responses B rows with T response tokens each
 * @param scores [B] float32: how good each response is
 * @param logProbs [B,T] float32, nats: response tokens under the policy that sampled them
 * @param refLogProbs [B,T] float32, nats: the same tokens under the reference
 * @param values [B,T] float32, in rewards: what the value head expected before the update
 * @param rewards [B,T] float32: scores, penalised by the divergence
 * @param advantages [B,T] float32: whitened over the whole batch
 * @param returns [B,T] float32, in rewards: from the advantages before whitening
 */
public record Rollout(
        Responses responses,
        NDArray scores,
        NDArray logProbs,
        NDArray refLogProbs,
        NDArray values,
        NDArray rewards,
        NDArray advantages,
        NDArray returns) {
    /**
     * Returns some rows of it.
     *
     * @param rows [n] int64
     */
    public Rollout rows(NDArray rows) {
        return new Rollout(
                responses.rows(rows),
                scores.get(rows),
                logProbs.get(rows),
                refLogProbs.get(rows),
                values.get(rows),
                rewards.get(rows),
                advantages.get(rows),
                returns.get(rows));
    }
}
