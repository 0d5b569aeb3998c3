package org.marksheet.sheet41.toyworld.training;

import org.marksheet.lab.train.AdamW;
import org.marksheet.lab.train.CosineSchedule;

/**
 * How a model is trained.
 *
 * @param steps how many steps of the optimizer, at least 1
 * @param batch how many rows a step sees, at least 1
 * @param learningRate the highest; it rises for {@value #WARM_UP} steps and then falls to a hundredth
 * @param weightDecay of AdamW
 */
public record Plan(int steps, int batch, double learningRate, double weightDecay) {
    static final int WARM_UP = 50;

    /** Checks the numbers. */
    public Plan {
        if (steps < 1 || batch < 1) {
            throw new IllegalArgumentException("steps " + steps + " and batch " + batch + " must be at least 1");
        }
    }

    CosineSchedule schedule() {
        return new CosineSchedule(learningRate, learningRate / 100, Math.min(WARM_UP, steps / 2), steps);
    }

    AdamW.Settings adam() {
        return new AdamW.Settings(.9, .98, 1e-8, weightDecay);
    }
}
