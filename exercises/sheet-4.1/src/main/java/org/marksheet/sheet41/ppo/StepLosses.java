package org.marksheet.sheet41.ppo;

import ai.djl.ndarray.NDArray;

/**
 * What one step of the optimizer goes down, and what the log says about it.
 *
 * @param total scalar float32: the loss whose gradient is followed
 * @param policy the policy's part
 * @param value scalar float32: the value head's part
 * @param entropy scalar float32, nats
 * @param logProbs [b,T] float32, nats: the mini-batch's response tokens under the policy as it is now
 * @param values [b,T] float32, in rewards: what the value head says now
 * @param miniBatch the rows that the step is taken on
 */
public record StepLosses(
        NDArray total,
        PolicyLoss policy,
        NDArray value,
        NDArray entropy,
        NDArray logProbs,
        NDArray values,
        Rollout miniBatch) {}
