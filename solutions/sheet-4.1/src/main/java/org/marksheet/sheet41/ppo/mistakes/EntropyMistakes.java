package org.marksheet.sheet41.ppo.mistakes;

import ai.djl.ndarray.NDArray;
import org.marksheet.grader.api.Mistake;

/** What goes wrong in 4.1.9.c. */
public final class EntropyMistakes {
    private EntropyMistakes() {}

    /** Negative entropy. */
    @Mistake(value = "sign", todo = "4.1.9.c")
    public static class Sign extends SteppedEntropy {
        @Override
        NDArray average(NDArray entropies, NDArray responseMask) {
            return maskedMean(entropies, responseMask).neg();
        }
    }

    /** {@code 0 * -inf} on filtered tokens. */
    @Mistake(value = "zero-times-infinity", todo = "4.1.9.c")
    public static class ZeroTimesInfinity extends SteppedEntropy {
        @Override
        NDArray entropies(NDArray probs, NDArray logProbs) {
            return probs.mul(logProbs).sum(new int[] {-1}).neg();
        }
    }

    /** NaN mended in the value, after the graph has gone through it. */
    @Mistake(value = "nan-mended-too-late", todo = "4.1.9.c")
    public static class NanMendedTooLate extends SteppedEntropy {
        @Override
        NDArray entropies(NDArray probs, NDArray logProbs) {
            NDArray pieces = probs.mul(logProbs);
            return onResponse(pieces, pieces.isNaN().logicalNot()).sum(new int[] {-1}).neg();
        }
    }

    /** The logarithm of probabilities that may have become 0. */
    @Mistake(value = "log-of-softmax", todo = "4.1.9.c")
    public static class LogOfSoftmax extends SteppedEntropy {
        @Override
        NDArray logProbs(NDArray logits) {
            return logits.softmax(-1).log();
        }

        @Override
        NDArray entropies(NDArray probs, NDArray logProbs) {
            return probs.mul(logProbs).sum(new int[] {-1}).neg();
        }
    }

    /** Exponentials of logits as they are. */
    @Mistake(value = "softmax-overflows", todo = "4.1.9.c")
    public static class SoftmaxOverflows extends SteppedEntropy {
        @Override
        NDArray logProbs(NDArray logits) {
            return logits.sub(logits.exp().sum(new int[] {-1}, true).log());
        }
    }

    /** The mean over the vocabulary instead of the sum. */
    @Mistake(value = "mean-over-the-vocabulary", todo = "4.1.9.c")
    public static class MeanOverTheVocabulary extends SteppedEntropy {
        @Override
        NDArray entropies(NDArray probs, NDArray logProbs) {
            return pieces(probs, logProbs).mean(new int[] {-1});
        }
    }

    /** Bits. */
    @Mistake(value = "base-two", todo = "4.1.9.c")
    public static class BaseTwo extends SteppedEntropy {
        @Override
        NDArray average(NDArray entropies, NDArray responseMask) {
            return maskedMean(entropies, responseMask).div((float) Math.log(2));
        }
    }

    /** The surprise at the likeliest token instead of the mean surprise. */
    @Mistake(value = "of-one-token-only", todo = "4.1.9.c")
    public static class OfOneTokenOnly extends SteppedEntropy {
        @Override
        NDArray entropies(NDArray probs, NDArray logProbs) {
            return logProbs.max(new int[] {-1}).neg();
        }
    }

    /** Logits taken as log-probabilities. */
    @Mistake(value = "not-normalised", todo = "4.1.9.c")
    public static class NotNormalised extends SteppedEntropy {
        @Override
        NDArray logProbs(NDArray logits) {
            return logits;
        }
    }

    /** Softmax over time. */
    @Mistake(value = "softmax-over-time", todo = "4.1.9.c")
    public static class SoftmaxOverTime extends SteppedEntropy {
        @Override
        NDArray logProbs(NDArray logits) {
            return logits.logSoftmax(1);
        }
    }

    /** The right value; the gradient misses what flows through the probabilities. */
    @Mistake(value = "probabilities-detached", todo = "4.1.9.c")
    public static class ProbabilitiesDetached extends SteppedEntropy {
        @Override
        NDArray probs(NDArray logProbs) {
            return logProbs.exp().stopGradient();
        }
    }

    /** Every row weighs the same. */
    @Mistake(value = "mean-of-row-means", todo = "4.1.9.c")
    public static class MeanOfRowMeans extends SteppedEntropy {
        @Override
        NDArray average(NDArray entropies, NDArray responseMask) {
            return WrongMeans.ofRowMeans(entropies, responseMask);
        }
    }

    /** Divided by {@code B*T}. */
    @Mistake(value = "divided-by-all-places", todo = "4.1.9.c")
    public static class DividedByAllPlaces extends SteppedEntropy {
        @Override
        NDArray average(NDArray entropies, NDArray responseMask) {
            return WrongMeans.overAllPlaces(entropies, responseMask);
        }
    }

    /** No mask at all. */
    @Mistake(value = "padding-counted", todo = "4.1.9.c")
    public static class PaddingCounted extends MaskedTooLate {
        @Override
        NDArray average(NDArray entropies, NDArray responseMask) {
            return entropies.mean();
        }
    }

    /** Padding multiplied by 0 at the end, where it is NaN already. */
    @Mistake(value = "masked-by-multiplying", todo = "4.1.9.c")
    public static class MaskedByMultiplying extends MaskedTooLate {
        @Override
        NDArray average(NDArray entropies, NDArray responseMask) {
            return WrongMeans.byMultiplying(entropies, responseMask);
        }
    }

    /** Padding replaced at the end: the value is right, the gradient has gone through the softmax. */
    @Mistake(value = "masked-too-late", todo = "4.1.9.c")
    public static class MaskedTooLate extends SteppedEntropy {
        @Override
        NDArray masked(NDArray logits, NDArray responseMask) {
            return logits;
        }
    }

    /** 0 divided by 0. */
    @Mistake(value = "no-token-is-nan", todo = "4.1.9.c")
    public static class NoTokenIsNaN extends SteppedEntropy {
        @Override
        NDArray average(NDArray entropies, NDArray responseMask) {
            return WrongMeans.unguarded(entropies, responseMask);
        }
    }

    /** The right value of detached logits. */
    @Mistake(value = "cut-graph", todo = "4.1.9.c")
    public static class CutGraph extends SteppedEntropy {
        @Override
        NDArray average(NDArray entropies, NDArray responseMask) {
            return maskedMean(entropies, responseMask).stopGradient();
        }
    }

    /** Whatever the engine can stretch is stretched. */
    @Mistake(value = "shapes-not-compared", todo = "4.1.9.c")
    public static class ShapesNotCompared extends SteppedEntropy {
        @Override
        void requireUsable(NDArray logits, NDArray responseMask) {
            // That is the mistake.
        }
    }

    /** The caller's logits are shifted, which softmax does not notice. */
    @Mistake(value = "changes-its-inputs", todo = "4.1.9.c")
    public static class ChangesItsInputs extends SteppedEntropy {
        @Override
        NDArray masked(NDArray logits, NDArray responseMask) {
            logits.stopGradient().subi(1);
            return super.masked(logits, responseMask);
        }
    }
}
