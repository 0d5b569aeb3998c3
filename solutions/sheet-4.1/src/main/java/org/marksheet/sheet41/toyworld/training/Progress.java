package org.marksheet.sheet41.toyworld.training;

/** Is told how a training goes. */
@FunctionalInterface
public interface Progress {
    /**
     * Called after each step.
     *
     * @param steps how many are done
     * @param loss of the last one's batch
     */
    void after(int steps, float loss);
}
