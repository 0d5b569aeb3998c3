package org.marksheet.sheet41.ppo.mistakes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import org.marksheet.grader.api.Mistake;

/** What goes wrong in 4.1.9.a. */
public final class PolicyLossMistakes {
    private PolicyLossMistakes() {}

    /** The objective's minimum, kept although the sign was turned. */
    @Mistake(value = "min-for-max", todo = "4.1.9.a")
    public static class MinForMax extends SteppedPolicyLoss {
        @Override
        NDArray term(NDArray first, NDArray second, NDArray advantage) {
            return NDArrays.minimum(first, second);
        }
    }

    /** The maximum for bad tokens only, the minimum for good ones. */
    @Mistake(value = "max-for-bad-tokens-only", todo = "4.1.9.a")
    public static class MaxForBadTokensOnly extends SteppedPolicyLoss {
        @Override
        NDArray term(NDArray first, NDArray second, NDArray advantage) {
            return NDArrays.where(
                    advantage.lt(0), NDArrays.maximum(first, second), NDArrays.minimum(first, second));
        }
    }

    /** The maximum for good tokens only, the minimum for bad ones. */
    @Mistake(value = "max-for-good-tokens-only", todo = "4.1.9.a")
    public static class MaxForGoodTokensOnly extends SteppedPolicyLoss {
        @Override
        NDArray term(NDArray first, NDArray second, NDArray advantage) {
            return NDArrays.where(
                    advantage.gt(0), NDArrays.maximum(first, second), NDArrays.minimum(first, second));
        }
    }

    /** The clipped candidate alone. */
    @Mistake(value = "clipped-only", todo = "4.1.9.a")
    public static class ClippedOnly extends SteppedPolicyLoss {
        @Override
        NDArray term(NDArray first, NDArray second, NDArray advantage) {
            return second;
        }
    }

    /** The candidate that is not clipped, alone. */
    @Mistake(value = "unclipped", todo = "4.1.9.a")
    public static class Unclipped extends SteppedPolicyLoss {
        @Override
        NDArray term(NDArray first, NDArray second, NDArray advantage) {
            return first;
        }
    }

    /** The difference of log-probabilities clipped instead of their ratio. */
    @Mistake(value = "clip-in-log-space", todo = "4.1.9.a")
    public static class ClipInLogSpace extends SteppedPolicyLoss {
        @Override
        NDArray clipped(NDArray ratio, float clipRange) {
            return ratio.log().clip(-clipRange, clipRange).exp();
        }
    }

    /** Old over new. */
    @Mistake(value = "inverse-ratio", todo = "4.1.9.a")
    public static class InverseRatio extends SteppedPolicyLoss {
        @Override
        NDArray ratio(NDArray change, NDArray logProbs, NDArray oldLogProbs, NDArray responseMask) {
            return change.neg().exp();
        }
    }

    /** The difference of log-probabilities, taken as the ratio. */
    @Mistake(value = "difference-for-ratio", todo = "4.1.9.a")
    public static class DifferenceForRatio extends SteppedPolicyLoss {
        @Override
        NDArray ratio(NDArray change, NDArray logProbs, NDArray oldLogProbs, NDArray responseMask) {
            return change;
        }
    }

    /** One log-probability divided by the other. */
    @Mistake(value = "ratio-of-logs", todo = "4.1.9.a")
    public static class RatioOfLogs extends SteppedPolicyLoss {
        @Override
        NDArray ratio(NDArray change, NDArray logProbs, NDArray oldLogProbs, NDArray responseMask) {
            NDArray divisor = NDArrays.where(responseMask, oldLogProbs, oldLogProbs.onesLike());
            return onResponse(logProbs, responseMask).div(divisor);
        }
    }

    /** The objective returned as the loss. */
    @Mistake(value = "sign", todo = "4.1.9.a")
    public static class Sign extends SteppedPolicyLoss {
        @Override
        NDArray term(NDArray first, NDArray second, NDArray advantage) {
            return NDArrays.maximum(first, second).neg();
        }
    }

    /** A gradient into the old log-probabilities. */
    @Mistake(value = "old-not-detached", todo = "4.1.9.a")
    public static class OldNotDetached extends SteppedPolicyLoss {
        @Override
        NDArray detachedOld(NDArray oldLogProbs) {
            return oldLogProbs;
        }
    }

    /** A gradient into the advantages. */
    @Mistake(value = "advantages-not-detached", todo = "4.1.9.a")
    public static class AdvantagesNotDetached extends SteppedPolicyLoss {
        @Override
        NDArray advantage(NDArray advantages, NDArray responseMask) {
            return onResponse(advantages, responseMask);
        }
    }

    /** Every row weighs the same. */
    @Mistake(value = "mean-of-row-means", todo = "4.1.9.a")
    public static class MeanOfRowMeans extends SteppedPolicyLoss {
        @Override
        NDArray average(NDArray terms, NDArray responseMask) {
            return WrongMeans.ofRowMeans(terms, responseMask);
        }
    }

    /** Divided by {@code B*T}. */
    @Mistake(value = "divided-by-all-places", todo = "4.1.9.a")
    public static class DividedByAllPlaces extends SteppedPolicyLoss {
        @Override
        NDArray average(NDArray terms, NDArray responseMask) {
            return WrongMeans.overAllPlaces(terms, responseMask);
        }
    }

    /** No mask at all in the loss. */
    @Mistake(value = "padding-counted", todo = "4.1.9.a")
    public static class PaddingCounted extends MaskedTooLate {
        @Override
        NDArray average(NDArray terms, NDArray responseMask) {
            return terms.mean();
        }
    }

    /** Padding multiplied by 0 at the end, where it is NaN already. */
    @Mistake(value = "masked-by-multiplying", todo = "4.1.9.a")
    public static class MaskedByMultiplying extends MaskedTooLate {
        @Override
        NDArray average(NDArray terms, NDArray responseMask) {
            return WrongMeans.byMultiplying(terms, responseMask);
        }
    }

    /** Padding replaced at the end: the value is right, the gradient has gone through {@code exp}. */
    @Mistake(value = "masked-too-late", todo = "4.1.9.a")
    public static class MaskedTooLate extends SteppedPolicyLoss {
        @Override
        NDArray change(NDArray logProbs, NDArray oldLogProbs, NDArray responseMask) {
            return logProbs.sub(oldLogProbs);
        }

        @Override
        NDArray advantage(NDArray advantages, NDArray responseMask) {
            return advantages.stopGradient();
        }
    }

    /** 0 divided by 0. */
    @Mistake(value = "no-token-is-nan", todo = "4.1.9.a")
    public static class NoTokenIsNaN extends SteppedPolicyLoss {
        @Override
        NDArray average(NDArray terms, NDArray responseMask) {
            return WrongMeans.unguarded(terms, responseMask);
        }
    }

    /** The right value without a graph. */
    @Mistake(value = "cut-graph", todo = "4.1.9.a")
    public static class CutGraph extends SteppedPolicyLoss {
        @Override
        NDArray average(NDArray terms, NDArray responseMask) {
            return maskedMean(terms, responseMask).duplicate();
        }
    }

    /** All tokens outside the band, also those whose slope is not flat. */
    @Mistake(value = "clip-fraction-counts-the-band", todo = "4.1.9.a")
    public static class ClipFractionCountsTheBand extends SteppedPolicyLoss {
        @Override
        NDArray counted(NDArray first, NDArray second, NDArray ratio, float clipRange) {
            return ratio.sub(1).abs().gt(clipRange);
        }
    }

    /** The mean square itself. */
    @Mistake(value = "approx-kl-without-half", todo = "4.1.9.a")
    public static class ApproxKlWithoutHalf extends SteppedPolicyLoss {
        @Override
        float approxKl(NDArray change, NDArray responseMask) {
            return maskedMean(change.square(), responseMask).getFloat();
        }
    }

    /** The right half mean square, divided by {@code B*T}. */
    @Mistake(value = "approx-kl-over-padding", todo = "4.1.9.a")
    public static class ApproxKlOverPadding extends SteppedPolicyLoss {
        @Override
        float approxKl(NDArray change, NDArray responseMask) {
            return WrongMeans.overAllPlaces(change.square(), responseMask).getFloat() / 2;
        }
    }

    /** Whatever the engine can stretch is stretched. */
    @Mistake(value = "shapes-not-compared", todo = "4.1.9.a")
    public static class ShapesNotCompared extends SteppedPolicyLoss {
        @Override
        void requireUsable(
                NDArray logProbs,
                NDArray oldLogProbs,
                NDArray advantages,
                NDArray responseMask,
                float clipRange) {
            requireShareOfOne(clipRange);
        }
    }

    /** Any clip range will do. */
    @Mistake(value = "clip-range-not-compared", todo = "4.1.9.a")
    public static class ClipRangeNotCompared extends SteppedPolicyLoss {
        @Override
        void requireUsable(
                NDArray logProbs,
                NDArray oldLogProbs,
                NDArray advantages,
                NDArray responseMask,
                float clipRange) {
            requireShapes(logProbs, oldLogProbs, advantages, responseMask);
        }
    }

    /** The caller's advantages change their sign. */
    @Mistake(value = "changes-its-inputs", todo = "4.1.9.a")
    public static class ChangesItsInputs extends SteppedPolicyLoss {
        @Override
        NDArray advantage(NDArray advantages, NDArray responseMask) {
            return onResponse(advantages.stopGradient().negi(), responseMask).neg();
        }
    }
}
