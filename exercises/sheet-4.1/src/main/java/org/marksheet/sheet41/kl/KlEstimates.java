package org.marksheet.sheet41.kl;

import ai.djl.ndarray.NDArray;

/**
 * Three estimates of the divergence KL(policy || reference) from the tokens that the policy drew, in nats.
 *
 * @param k1 [B,T] float32: {@code -logr}; unbiased, may be negative
 * @param k2 [B,T] float32: {@code logr^2 / 2}; never negative, slightly biased
 * @param k3 [B,T] float32: {@code expm1(logr) - logr}; unbiased, never negative
 */
public record KlEstimates(NDArray k1, NDArray k2, NDArray k3) {}
