package org.marksheet.sheet41.ppo.mistakes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import org.marksheet.grader.api.Mistake;

/** What goes wrong in 4.1.9.b. */
public final class ValueLossMistakes {
    private ValueLossMistakes() {}

    /** Twice too large. */
    @Mistake(value = "no-half", todo = "4.1.9.b")
    public static class NoHalf extends SteppedValueLoss {
        @Override
        float factor() {
            return 1;
        }
    }

    /** The smaller error. */
    @Mistake(value = "min-for-max", todo = "4.1.9.b")
    public static class MinForMax extends SteppedValueLoss {
        @Override
        NDArray term(NDArray first, NDArray second) {
            return NDArrays.minimum(first, second);
        }
    }

    /**
     * The value clipped to a band around the return.
     *
     * <p>Then the clipped error is never the larger one, so that no call tells this from {@link Unclipped}.
     */
    @Mistake(value = "clipped-around-the-return", todo = "4.1.9.b", sameAs = "unclipped")
    public static class ClippedAroundTheReturn extends SteppedValueLoss {
        @Override
        NDArray clipped(NDArray value, NDArray oldValue, NDArray target, float clipRange) {
            return clipAround(value, target, clipRange);
        }
    }

    /**
     * The plain squared error.
     *
     * <p>No call tells it from {@link ClippedAroundTheReturn}.
     */
    @Mistake(value = "unclipped", todo = "4.1.9.b", sameAs = "clipped-around-the-return")
    public static class Unclipped extends SteppedValueLoss {
        @Override
        NDArray term(NDArray first, NDArray second) {
            return first;
        }
    }

    /** The error of the clipped value alone. */
    @Mistake(value = "clipped-only", todo = "4.1.9.b")
    public static class ClippedOnly extends SteppedValueLoss {
        @Override
        NDArray term(NDArray first, NDArray second) {
            return second;
        }
    }

    /** The value clipped to a band around 0, as if it were the change. */
    @Mistake(value = "clipped-around-zero", todo = "4.1.9.b")
    public static class ClippedAroundZero extends SteppedValueLoss {
        @Override
        NDArray clipped(NDArray value, NDArray oldValue, NDArray target, float clipRange) {
            return value.clip(-clipRange, clipRange);
        }
    }

    /** A gradient into the returns. */
    @Mistake(value = "returns-not-detached", todo = "4.1.9.b")
    public static class ReturnsNotDetached extends SteppedValueLoss {
        @Override
        NDArray detachedReturns(NDArray returns) {
            return returns;
        }
    }

    /** A gradient into the old values, through the edges of the band. */
    @Mistake(value = "old-not-detached", todo = "4.1.9.b")
    public static class OldNotDetached extends SteppedValueLoss {
        @Override
        NDArray detachedOld(NDArray oldValues) {
            return oldValues;
        }
    }

    /** Every row weighs the same. */
    @Mistake(value = "mean-of-row-means", todo = "4.1.9.b")
    public static class MeanOfRowMeans extends SteppedValueLoss {
        @Override
        NDArray average(NDArray terms, NDArray responseMask) {
            return WrongMeans.ofRowMeans(terms, responseMask);
        }
    }

    /** Divided by {@code B*T}. */
    @Mistake(value = "divided-by-all-places", todo = "4.1.9.b")
    public static class DividedByAllPlaces extends SteppedValueLoss {
        @Override
        NDArray average(NDArray terms, NDArray responseMask) {
            return WrongMeans.overAllPlaces(terms, responseMask);
        }
    }

    /** No mask at all. */
    @Mistake(value = "padding-counted", todo = "4.1.9.b")
    public static class PaddingCounted extends MaskedTooLate {
        @Override
        NDArray average(NDArray terms, NDArray responseMask) {
            return terms.mean();
        }
    }

    /** Padding multiplied by 0 at the end, where it is NaN already. */
    @Mistake(value = "masked-by-multiplying", todo = "4.1.9.b")
    public static class MaskedByMultiplying extends MaskedTooLate {
        @Override
        NDArray average(NDArray terms, NDArray responseMask) {
            return WrongMeans.byMultiplying(terms, responseMask);
        }
    }

    /** Padding replaced at the end: the value is right, the gradient has gone through the square. */
    @Mistake(value = "masked-too-late", todo = "4.1.9.b")
    public static class MaskedTooLate extends SteppedValueLoss {
        @Override
        NDArray masked(NDArray x, NDArray responseMask) {
            return x;
        }
    }

    /** 0 divided by 0. */
    @Mistake(value = "no-token-is-nan", todo = "4.1.9.b")
    public static class NoTokenIsNaN extends SteppedValueLoss {
        @Override
        NDArray average(NDArray terms, NDArray responseMask) {
            return WrongMeans.unguarded(terms, responseMask);
        }
    }

    /** The right value, once through a Java number. */
    @Mistake(value = "cut-graph", todo = "4.1.9.b")
    public static class CutGraph extends SteppedValueLoss {
        @Override
        NDArray average(NDArray terms, NDArray responseMask) {
            return terms.getManager().create(maskedMean(terms, responseMask).getFloat());
        }
    }

    /** Whatever the engine can stretch is stretched. */
    @Mistake(value = "shapes-not-compared", todo = "4.1.9.b")
    public static class ShapesNotCompared extends SteppedValueLoss {
        @Override
        void requireUsable(
                NDArray values, NDArray oldValues, NDArray returns, NDArray responseMask, float clipRange) {
            requirePositive(clipRange);
        }
    }

    /** Any clip range will do. */
    @Mistake(value = "clip-range-not-compared", todo = "4.1.9.b")
    public static class ClipRangeNotCompared extends SteppedValueLoss {
        @Override
        void requireUsable(
                NDArray values, NDArray oldValues, NDArray returns, NDArray responseMask, float clipRange) {
            requireShapes(values, oldValues, returns, responseMask);
        }
    }

    /** Treated as the policy's, which is a share of 1: a range of 1 or more is turned down. */
    @Mistake(value = "clip-range-below-one", todo = "4.1.9.b")
    public static class ClipRangeBelowOne extends SteppedValueLoss {
        @Override
        void requireUsable(
                NDArray values, NDArray oldValues, NDArray returns, NDArray responseMask, float clipRange) {
            requireShapes(values, oldValues, returns, responseMask);
            requireShareOfOne(clipRange);
        }
    }

    /** The caller's returns change their sign. */
    @Mistake(value = "changes-its-inputs", todo = "4.1.9.b")
    public static class ChangesItsInputs extends SteppedValueLoss {
        @Override
        NDArray detachedReturns(NDArray returns) {
            return returns.stopGradient().negi().neg();
        }
    }
}
