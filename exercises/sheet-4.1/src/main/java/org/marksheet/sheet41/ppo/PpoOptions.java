package org.marksheet.sheet41.ppo;

import org.marksheet.sheet41.generation.GenerationOptions;

/**
 * How an update is made.
 *
 * @param generation how responses are sampled
 * @param klCoefficient beta of the penalty, in rewards per nat, at least 0
 * @param discount how rewards are carried back
 * @param clip how far a step may move
 * @param weights of the parts of the loss
 * @param passes over the batch
 */
public record PpoOptions(
        GenerationOptions generation,
        float klCoefficient,
        Discount discount,
        Clip clip,
        Weights weights,
        Passes passes) {
    /**
     * How rewards are carried back.
     *
     * @param gamma discount, in [0, 1]
     * @param lambda how far an error reaches back, in [0, 1]
     */
    public record Discount(float gamma, float lambda) {}

    /**
     * How far a step may move.
     *
     * @param policy of the ratio, in (0, 1)
     * @param value in rewards, above 0
     */
    public record Clip(float policy, float value) {}

    /**
     * Of the parts of the loss.
     *
     * @param value at least 0
     * @param entropy at least 0
     */
    public record Weights(float value, float entropy) {}

    /**
     * Passes over the batch.
     *
     * @param epochs how often each row is used, at least 1
     * @param miniBatch rows of a step, at least 1
     */
    public record Passes(int epochs, int miniBatch) {
        /** Rejects what is not positive. */
        public Passes {
            if (epochs < 1 || miniBatch < 1) {
                throw new IllegalArgumentException(
                        "epochs is " + epochs + " and miniBatch " + miniBatch + "; both must be at least 1.");
            }
        }
    }

    /** Returns the same with another penalty. */
    public PpoOptions withKlCoefficient(float coefficient) {
        return new PpoOptions(generation, coefficient, discount, clip, weights, passes);
    }
}
