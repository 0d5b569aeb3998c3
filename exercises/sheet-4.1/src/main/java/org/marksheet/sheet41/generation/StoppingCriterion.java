package org.marksheet.sheet41.generation;

import ai.djl.ndarray.NDArray;

/** Decides to stop generating before everything else does. */
@FunctionalInterface
public interface StoppingCriterion {
    /**
     * Asked after each new token.
     *
     * @param responseIds [B,n] int64: the responses so far, the new token included
     * @return whether to stop now; the responses so far are the result
     */
    boolean stopsAfter(NDArray responseIds);
}
