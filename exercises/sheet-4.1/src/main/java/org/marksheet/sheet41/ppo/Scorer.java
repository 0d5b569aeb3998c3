package org.marksheet.sheet41.ppo;

import ai.djl.ndarray.NDArray;

/** Says how good responses are. */
@FunctionalInterface
public interface Scorer {
    /**
     * Scores responses with their prompts.
     *
     * @param responses B rows
     * @return [B] float32
     */
    NDArray score(Responses responses);
}
