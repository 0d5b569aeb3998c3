package org.marksheet.lab.train;

/** Changes weights along the gradients that have arrived at them. */
public interface Optimizer {
    /**
     * Changes the weights by one step, and sets the gradients to zero.
     *
     * @param learningRate of this step, at least 0
     */
    void step(double learningRate);

    /** Returns how many steps were taken. */
    long steps();
}
