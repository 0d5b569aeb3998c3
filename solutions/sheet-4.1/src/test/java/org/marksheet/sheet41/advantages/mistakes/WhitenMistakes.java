package org.marksheet.sheet41.advantages.mistakes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import org.marksheet.grader.api.Mistake;
import org.marksheet.sheet41.advantages.GeneralizedAdvantageEstimation;

/** What goes wrong in 4.1.8.c. */
public final class WhitenMistakes {
    private WhitenMistakes() {}

    /** The right numbers in steps, of which a mistake replaces one. */
    abstract static class Stepped extends GeneralizedAdvantageEstimation {
        @Override
        public NDArray whiten(NDArray x, NDArray responseMask, boolean shiftMean) {
            requireUsable(x, responseMask);
            NDArray numbers = clean(detached(x), responseMask);
            NDArray counted = counted(responseMask).toType(DataType.FLOAT32, false);
            NDArray mean = sum(numbers).div(atLeastOne(sum(counted)));
            NDArray distances = numbers.sub(mean).mul(counted);
            NDArray variance = sum(distances.square()).div(atLeastOne(degrees(sum(counted))));
            NDArray scaled = distances.div(deviation(variance));
            return cleared(meanGoes(shiftMean) ? scaled : scaled.add(mean), responseMask);
        }

        void requireUsable(NDArray x, NDArray responseMask) {
            requireSameShape("responseMask", responseMask.getShape(), "x", x.getShape());
        }

        NDArray detached(NDArray x) {
            return x.stopGradient();
        }

        NDArray clean(NDArray x, NDArray responseMask) {
            return onResponse(x, responseMask);
        }

        NDArray counted(NDArray responseMask) {
            return responseMask;
        }

        NDArray sum(NDArray x) {
            return x.sum();
        }

        NDArray degrees(NDArray tokens) {
            return tokens.sub(1);
        }

        NDArray atLeastOne(NDArray count) {
            return count.maximum(1);
        }

        NDArray deviation(NDArray variance) {
            return variance.add(1e-8).sqrt();
        }

        boolean meanGoes(boolean shiftMean) {
            return shiftMean;
        }

        NDArray cleared(NDArray white, NDArray responseMask) {
            return onResponse(white, responseMask);
        }
    }

    /** Padding counts as zeros. */
    @Mistake(value = "padding-in-the-statistics", todo = "4.1.8.c")
    public static class PaddingInTheStatistics extends Stepped {
        @Override
        NDArray counted(NDArray responseMask) {
            return responseMask.onesLike();
        }
    }

    /** Each row for itself. */
    @Mistake(value = "per-row", todo = "4.1.8.c")
    public static class PerRow extends Stepped {
        @Override
        NDArray sum(NDArray x) {
            return x.sum(new int[] {1}, true);
        }
    }

    /** The epsilon is added to the root. */
    @Mistake(value = "epsilon-outside-the-root", todo = "4.1.8.c")
    public static class EpsilonOutsideTheRoot extends Stepped {
        @Override
        NDArray deviation(NDArray variance) {
            return variance.sqrt().add(1e-8);
        }
    }

    /** No epsilon: a constant becomes NaN. */
    @Mistake(value = "epsilon-missing", todo = "4.1.8.c")
    public static class EpsilonMissing extends Stepped {
        @Override
        NDArray deviation(NDArray variance) {
            return variance.sqrt();
        }
    }

    /** Divided by the variance itself. */
    @Mistake(value = "divided-by-the-variance", todo = "4.1.8.c")
    public static class DividedByTheVariance extends Stepped {
        @Override
        NDArray deviation(NDArray variance) {
            return variance.add(1e-8);
        }
    }

    /** The mean is added back on padding, too. */
    @Mistake(value = "padding-not-zeroed", todo = "4.1.8.c")
    public static class PaddingNotZeroed extends Stepped {
        @Override
        NDArray cleared(NDArray white, NDArray responseMask) {
            return white;
        }
    }

    /** The variance divides by n. */
    @Mistake(value = "biased-variance", todo = "4.1.8.c")
    public static class BiasedVariance extends Stepped {
        @Override
        NDArray degrees(NDArray tokens) {
            return tokens;
        }
    }

    /** The mean stays when it should go. */
    @Mistake(value = "shift-the-wrong-way-round", todo = "4.1.8.c")
    public static class ShiftTheWrongWayRound extends Stepped {
        @Override
        boolean meanGoes(boolean shiftMean) {
            return !shiftMean;
        }
    }

    /** The mean always goes. */
    @Mistake(value = "shift-ignored", todo = "4.1.8.c")
    public static class ShiftIgnored extends Stepped {
        @Override
        boolean meanGoes(boolean shiftMean) {
            return true;
        }
    }

    /** 0 divided by 0 where there is one token or none. */
    @Mistake(value = "single-token-is-nan", todo = "4.1.8.c")
    public static class SingleTokenIsNan extends Stepped {
        @Override
        NDArray atLeastOne(NDArray count) {
            return count;
        }
    }

    /** Padding multiplied by 0, which keeps NaN. */
    @Mistake(value = "masked-by-multiplying", todo = "4.1.8.c")
    public static class MaskedByMultiplying extends Stepped {
        @Override
        NDArray clean(NDArray x, NDArray responseMask) {
            return x.mul(responseMask.toType(DataType.FLOAT32, false));
        }
    }

    /** A gradient reaches x. */
    @Mistake(value = "not-detached", todo = "4.1.8.c")
    public static class NotDetached extends Stepped {
        @Override
        NDArray detached(NDArray x) {
            return x;
        }
    }

    /** Whatever the engine can stretch is stretched. */
    @Mistake(value = "shapes-not-compared", todo = "4.1.8.c")
    public static class ShapesNotCompared extends Stepped {
        @Override
        void requireUsable(NDArray x, NDArray responseMask) {
            // That is the mistake.
        }
    }
}
