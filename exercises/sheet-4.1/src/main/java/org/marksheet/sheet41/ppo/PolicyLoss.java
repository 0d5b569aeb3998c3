package org.marksheet.sheet41.ppo;

import ai.djl.ndarray.NDArray;

/**
 * The clipped policy loss of a batch and two numbers to watch.
 *
 * @param loss a scalar float32 that the gradient flows through, to be minimised
 * @param clipFraction share of the response tokens whose clipped branch is the larger one, in [0, 1]
 * @param approxKl half the mean square of the change in log-probability, in square nats, at least 0
 */
public record PolicyLoss(NDArray loss, float clipFraction, float approxKl) {}
