package org.marksheet.lab.model;

import ai.djl.ndarray.NDArray;

/**
 * A run over whole sequences, from which gradients come back to the parameters.
 *
 * <p>The hidden states are computed from as usual, while operations are recorded. When the gradient has gone back from there to the hidden
 * states, {@link #backward} takes it on to the parameters.
 */
public interface ForwardPass extends AutoCloseable {
    /** Returns the last hidden states [B,T,d] of the places that were asked for; closed with this. */
    NDArray hiddenStates();

    /** Adds to the gradients of the model's parameters what follows from the gradient that has arrived at the hidden states. Only once. */
    void backward();

    /** Closes what the way back needs. */
    @Override
    void close();

    /**
     * Makes one of hidden states whose operations are recorded: the engine goes all the way back by itself.
     *
     * @param hiddenStates from a recording
     */
    static ForwardPass recorded(NDArray hiddenStates) {
        return new ForwardPass() {
            @Override
            public NDArray hiddenStates() {
                return hiddenStates;
            }

            @Override
            public void backward() {
                // Already there.
            }

            @Override
            public void close() {
                hiddenStates.close();
            }
        };
    }
}
