package org.marksheet.sheet41.training;

import org.marksheet.sheet41.ppo.PpoOptions;

/**
 * Everything that decides a run, beside the models and the prompts.
 *
 * @param seed of sampling, shuffling and the value head
 * @param updates how many batches are learnt from
 * @param batch responses of an update
 * @param prompts how long prompts are
 * @param optimizer how steps are taken
 * @param ppo how an update is made
 * @param klControl whether and how the penalty's coefficient changes
 */
public record TrainingSettings(
        long seed,
        int updates,
        int batch,
        PromptLength prompts,
        Optimizer optimizer,
        PpoOptions ppo,
        KlControl klControl) {
    /** Rejects what cannot be. */
    public TrainingSettings {
        if (updates < 1 || batch < 1) {
            throw new IllegalArgumentException("updates is " + updates + " and batch " + batch + "; both must be at least 1.");
        }
        if (!(ppo.klCoefficient() >= 0)) {
            throw new IllegalArgumentException(
                    "the KL coefficient is " + ppo.klCoefficient() + "; divergence must cost something, or nothing: 0 or more.");
        }
        if (!Float.isFinite(ppo.weights().value()) || !Float.isFinite(ppo.weights().entropy())) {
            throw new IllegalArgumentException("the coefficients of value loss and entropy are " + ppo.weights().value() + " and "
                    + ppo.weights().entropy() + "; both must be numbers.");
        }
        float ratioRange = ppo.clip().policy();
        if (!(ratioRange > 0 && ratioRange < 1 && ppo.clip().value() > 0)) {
            throw new IllegalArgumentException("the ratio is clipped at " + ratioRange + " and values at " + ppo.clip().value()
                    + "; the first must lie between 0 and 1, the second be above 0.");
        }
        if (!(ppo.generation().temperature() > 0)) {
            throw new IllegalArgumentException("the temperature is " + ppo.generation().temperature()
                    + "; a policy learns from what it draws: above 0.");
        }
    }

    /**
     * How long prompts are, in tokens; drawn evenly.
     *
     * @param least at least 1
     * @param most at least {@code least}
     */
    public record PromptLength(int least, int most) {
        /** Rejects what cannot be. */
        public PromptLength {
            if (least < 1 || most < least) {
                throw new IllegalArgumentException("prompts have " + least + " to " + most + " tokens; that cannot be.");
            }
        }
    }

    /**
     * How steps are taken.
     *
     * @param learningRate Adam's, above 0
     * @param longestGradient longer gradients are shortened to this length, above 0
     */
    public record Optimizer(double learningRate, double longestGradient) {
        /** Rejects what cannot be. */
        public Optimizer {
            if (!(learningRate > 0 && longestGradient > 0)) {
                throw new IllegalArgumentException("the learning rate is " + learningRate + " and the longest gradient "
                        + longestGradient + "; both must be above 0.");
            }
        }
    }

    /**
     * Whether and how the penalty's coefficient changes.
     *
     * @param adaptive whether it does
     * @param target the divergence aimed at, in nats a response
     * @param horizon in episodes: the larger, the slower
     */
    public record KlControl(boolean adaptive, double target, double horizon) {
        /** Rejects what cannot be. */
        public KlControl {
            if (!(target > 0 && horizon > 0)) {
                throw new IllegalArgumentException(
                        "the target of the divergence is " + target + " and the horizon " + horizon + "; both must be above 0.");
            }
        }
    }
}
