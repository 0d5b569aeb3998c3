package org.marksheet.sheet41.kl.mistakes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import org.marksheet.grader.api.Mistake;
import org.marksheet.lab.tensor.Elementwise;
import org.marksheet.sheet41.kl.TokenKlPenalty;

/** What goes wrong in 4.1.7.c. */
public final class SequenceKlMistakes {
    private SequenceKlMistakes() {}

    /** The right divergence in steps, of which a mistake replaces one. */
    abstract static class Stepped extends TokenKlPenalty {
        @Override
        public float sequenceKl(NDArray logProbs, NDArray refLogProbs, NDArray responseMask) {
            requireUsable(logProbs, refLogProbs, responseMask);
            NDArray kl = estimate(masked(logProbs.sub(refLogProbs), responseMask));
            return averaged(kl, responseMask).getFloat();
        }

        void requireUsable(NDArray logProbs, NDArray refLogProbs, NDArray responseMask) {
            requireSameShape("refLogProbs", refLogProbs.getShape(), "logProbs", logProbs.getShape());
            requireSameShape("responseMask", responseMask.getShape(), "logProbs", logProbs.getShape());
        }

        NDArray masked(NDArray change, NDArray responseMask) {
            return onResponse(change, responseMask);
        }

        NDArray estimate(NDArray k1) {
            return k1;
        }

        NDArray averaged(NDArray kl, NDArray responseMask) {
            return kl.sum(new int[] {1}).mean();
        }

        static NDArray lengths(NDArray responseMask) {
            return responseMask.toType(DataType.FLOAT32, false).sum(new int[] {1});
        }
    }

    /** Divided by the number of tokens. */
    @Mistake(value = "token-mean", todo = "4.1.7.c")
    public static class TokenMean extends Stepped {
        @Override
        NDArray averaged(NDArray kl, NDArray responseMask) {
            return kl.sum().div(lengths(responseMask).sum().maximum(1));
        }
    }

    /** The mean of each response, then the mean of those. */
    @Mistake(value = "mean-of-row-means", todo = "4.1.7.c")
    public static class MeanOfRowMeans extends Stepped {
        @Override
        NDArray averaged(NDArray kl, NDArray responseMask) {
            return kl.sum(new int[] {1}).div(lengths(responseMask).maximum(1)).mean();
        }
    }

    /** The mean over all places. */
    @Mistake(value = "divided-by-all-places", todo = "4.1.7.c")
    public static class DividedByAllPlaces extends Stepped {
        @Override
        NDArray averaged(NDArray kl, NDArray responseMask) {
            return kl.mean();
        }
    }

    /** Not averaged over the batch. */
    @Mistake(value = "sum-over-the-batch", todo = "4.1.7.c")
    public static class SumOverTheBatch extends Stepped {
        @Override
        NDArray averaged(NDArray kl, NDArray responseMask) {
            return kl.sum();
        }
    }

    /** Rows without a token are not counted. */
    @Mistake(value = "empty-rows-left-out", todo = "4.1.7.c")
    public static class EmptyRowsLeftOut extends Stepped {
        @Override
        NDArray averaged(NDArray kl, NDArray responseMask) {
            NDArray rows = lengths(responseMask).gt(0).toType(DataType.FLOAT32, false).sum();
            return kl.sum().div(rows.maximum(1));
        }
    }

    /** Reference minus policy. */
    @Mistake(value = "sign", todo = "4.1.7.c")
    public static class Sign extends Stepped {
        @Override
        NDArray estimate(NDArray k1) {
            return k1.neg();
        }
    }

    /** k2 instead of k1. */
    @Mistake(value = "k2-for-k1", todo = "4.1.7.c")
    public static class K2ForK1 extends Stepped {
        @Override
        NDArray estimate(NDArray k1) {
            return k1.square().div(2);
        }
    }

    /** k3 instead of k1. */
    @Mistake(value = "k3-for-k1", todo = "4.1.7.c")
    public static class K3ForK1 extends Stepped {
        @Override
        NDArray estimate(NDArray k1) {
            return Elementwise.expm1(k1.neg()).add(k1);
        }
    }

    /** The size of each token's difference. */
    @Mistake(value = "absolute-values", todo = "4.1.7.c")
    public static class AbsoluteValues extends Stepped {
        @Override
        NDArray estimate(NDArray k1) {
            return k1.abs();
        }
    }

    /** What comes out below 0 is taken for noise. */
    @Mistake(value = "clamped-at-zero", todo = "4.1.7.c")
    public static class ClampedAtZero extends Stepped {
        @Override
        NDArray averaged(NDArray kl, NDArray responseMask) {
            return super.averaged(kl, responseMask).maximum(0);
        }
    }

    /** No mask at all. */
    @Mistake(value = "padding-counted", todo = "4.1.7.c")
    public static class PaddingCounted extends Stepped {
        @Override
        NDArray masked(NDArray change, NDArray responseMask) {
            return change;
        }
    }

    /** Padding multiplied by 0, which keeps NaN. */
    @Mistake(value = "masked-by-multiplying", todo = "4.1.7.c")
    public static class MaskedByMultiplying extends Stepped {
        @Override
        NDArray masked(NDArray change, NDArray responseMask) {
            return change.mul(responseMask.toType(DataType.FLOAT32, false));
        }
    }

    /** Whatever the engine can stretch is stretched. */
    @Mistake(value = "shapes-not-compared", todo = "4.1.7.c")
    public static class ShapesNotCompared extends Stepped {
        @Override
        void requireUsable(NDArray logProbs, NDArray refLogProbs, NDArray responseMask) {
            // That is the mistake.
        }
    }

    /** The difference is left in the caller's tensor. */
    @Mistake(value = "changes-its-inputs", todo = "4.1.7.c")
    public static class ChangesItsInputs extends Stepped {
        @Override
        public float sequenceKl(NDArray logProbs, NDArray refLogProbs, NDArray responseMask) {
            float kl = super.sequenceKl(logProbs, refLogProbs, responseMask);
            logProbs.subi(refLogProbs);
            return kl;
        }
    }
}
