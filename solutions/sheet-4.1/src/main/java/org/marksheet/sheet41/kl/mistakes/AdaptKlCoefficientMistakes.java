package org.marksheet.sheet41.kl.mistakes;

import org.marksheet.grader.api.Mistake;
import org.marksheet.sheet41.kl.TokenKlPenalty;

/** What goes wrong in 4.1.7.e. */
public final class AdaptKlCoefficientMistakes {
    private AdaptKlCoefficientMistakes() {}

    /** The right coefficient in steps, of which a mistake replaces one. */
    abstract static class Stepped extends TokenKlPenalty {
        @Override
        public double adaptKlCoefficient(
                double klCoefficient, double kl, double target, int episodes, double horizon) {
            return applied(klCoefficient, bounded(error(kl, target)) * weight(episodes, horizon));
        }

        double error(double kl, double target) {
            return kl / target - 1;
        }

        double bounded(double error) {
            return Math.max(-.2, Math.min(.2, error));
        }

        double weight(int episodes, double horizon) {
            return episodes / horizon;
        }

        double applied(double klCoefficient, double step) {
            return klCoefficient * (1 + step);
        }
    }

    /** An error of any size. */
    @Mistake(value = "not-clipped", todo = "4.1.7.e")
    public static class NotClipped extends Stepped {
        @Override
        double bounded(double error) {
            return error;
        }
    }

    /** Bounded from above only. */
    @Mistake(value = "clipped-from-above-only", todo = "4.1.7.e")
    public static class ClippedFromAboveOnly extends Stepped {
        @Override
        double bounded(double error) {
            return Math.min(.2, error);
        }
    }

    /** The product bounded instead of the error. */
    @Mistake(value = "step-clipped", todo = "4.1.7.e")
    public static class StepClipped extends Stepped {
        @Override
        double bounded(double error) {
            return error;
        }

        @Override
        double applied(double klCoefficient, double step) {
            return klCoefficient * (1 + super.bounded(step));
        }
    }

    /** Only the sign of the error. */
    @Mistake(value = "full-steps-only", todo = "4.1.7.e")
    public static class FullStepsOnly extends Stepped {
        @Override
        double bounded(double error) {
            return .2 * Math.signum(error);
        }
    }

    /** A step that does not depend on the coefficient. */
    @Mistake(value = "added", todo = "4.1.7.e")
    public static class Added extends Stepped {
        @Override
        double applied(double klCoefficient, double step) {
            return klCoefficient + step;
        }
    }

    /** A factor without its 1. */
    @Mistake(value = "one-missing", todo = "4.1.7.e")
    public static class OneMissing extends Stepped {
        @Override
        double applied(double klCoefficient, double step) {
            return klCoefficient * step;
        }
    }

    /** Away from the target. */
    @Mistake(value = "sign", todo = "4.1.7.e")
    public static class Sign extends Stepped {
        @Override
        double error(double kl, double target) {
            return 1 - kl / target;
        }
    }

    /** Target over divergence. */
    @Mistake(value = "inverted", todo = "4.1.7.e")
    public static class Inverted extends Stepped {
        @Override
        double error(double kl, double target) {
            return target / kl - 1;
        }
    }

    /** The difference, not divided by the target. */
    @Mistake(value = "not-relative", todo = "4.1.7.e")
    public static class NotRelative extends Stepped {
        @Override
        double error(double kl, double target) {
            return kl - target;
        }
    }

    /** No episodes. */
    @Mistake(value = "episodes-missing", todo = "4.1.7.e")
    public static class EpisodesMissing extends Stepped {
        @Override
        double weight(int episodes, double horizon) {
            return 1 / horizon;
        }
    }

    /** No horizon. */
    @Mistake(value = "horizon-missing", todo = "4.1.7.e")
    public static class HorizonMissing extends Stepped {
        @Override
        double weight(int episodes, double horizon) {
            return episodes;
        }
    }

    /** Neither episodes nor horizon. */
    @Mistake(value = "full-error-at-once", todo = "4.1.7.e")
    public static class FullErrorAtOnce extends Stepped {
        @Override
        double weight(int episodes, double horizon) {
            return 1;
        }
    }

    /** Whole numbers divided, which gives 0. */
    @Mistake(value = "whole-number-division", todo = "4.1.7.e")
    public static class WholeNumberDivision extends Stepped {
        @Override
        double weight(int episodes, double horizon) {
            return (double) (episodes / (long) horizon);
        }
    }
}
