package org.marksheet.sheet41.sft.mistakes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import org.marksheet.grader.api.Mistake;
import org.marksheet.sheet41.sft.CompletionSftObjective;

/** What goes wrong in 4.1.1.b. */
public final class SftLossMistakes {
    private SftLossMistakes() {}

    /** The right loss in steps, of which a mistake replaces one. */
    abstract static class Stepped extends CompletionSftObjective {
        @Override
        public NDArray sftLoss(NDArray logits, NDArray labels) {
            requireUsable(logits, labels);
            NDArray learnt = learnt(labels);
            NDArray predicted = where(learnt, predicted(labels));
            NDArray logProbs = normalised(clean(predicting(logits), learnt));
            NDArray ofLabels = logProbs.gather(predicted.expandDims(2), 2).squeeze(2);
            return averaged(where(learnt, ofLabels).neg(), learnt);
        }

        void requireUsable(NDArray logits, NDArray labels) {
            requireLabelsOf(logits.getShape(), labels.getShape());
        }

        NDArray predicting(NDArray logits) {
            return logits.get(new NDIndex(":, :-1"));
        }

        NDArray predicted(NDArray labels) {
            return labels.get(new NDIndex(":, 1:"));
        }

        NDArray learnt(NDArray labels) {
            return predicted(labels).neq(IGNORED);
        }

        NDArray clean(NDArray predicting, NDArray learnt) {
            return where(learnt.expandDims(2).broadcast(predicting.getShape()), predicting);
        }

        NDArray normalised(NDArray logits) {
            return logits.logSoftmax(-1);
        }

        NDArray averaged(NDArray losses, NDArray learnt) {
            return losses.sum().div(count(learnt).maximum(1));
        }
    }

    /** Logits are held against the token at their own place. */
    @Mistake(value = "not-shifted", todo = "4.1.1.b")
    public static class NotShifted extends Stepped {
        @Override
        NDArray predicting(NDArray logits) {
            return logits;
        }

        @Override
        NDArray predicted(NDArray labels) {
            return labels;
        }
    }

    /** Logits are held against the token after the next. */
    @Mistake(value = "shifted-twice", todo = "4.1.1.b")
    public static class ShiftedTwice extends Stepped {
        @Override
        NDArray predicting(NDArray logits) {
            return logits.get(new NDIndex(":, :-2"));
        }

        @Override
        NDArray predicted(NDArray labels) {
            return labels.get(new NDIndex(":, 2:"));
        }
    }

    /** What is ignored is asked of the labels before they are shifted. */
    @Mistake(value = "mask-not-shifted", todo = "4.1.1.b")
    public static class MaskNotShifted extends Stepped {
        @Override
        NDArray learnt(NDArray labels) {
            return labels.get(new NDIndex(":, :-1")).neq(IGNORED);
        }

        @Override
        NDArray predicted(NDArray labels) {
            NDArray shifted = super.predicted(labels);
            return where(shifted.neq(IGNORED), shifted);
        }
    }

    /** The right sum, divided by the number of all places. */
    @Mistake(value = "divided-by-all-places", todo = "4.1.1.b")
    public static class DividedByAllPlaces extends Stepped {
        @Override
        NDArray averaged(NDArray losses, NDArray learnt) {
            return losses.sum().div(Math.max(1, losses.size()));
        }
    }

    /** The mean of each row first, then the mean of those. */
    @Mistake(value = "mean-of-row-means", todo = "4.1.1.b")
    public static class MeanOfRowMeans extends Stepped {
        @Override
        NDArray averaged(NDArray losses, NDArray learnt) {
            NDArray lengths = learnt.toType(DataType.FLOAT32, false).sum(new int[] {1});
            return losses.sum(new int[] {1}).div(lengths.add(lengths.eq(0).toType(DataType.FLOAT32, false))).mean();
        }
    }

    /** Not averaged. */
    @Mistake(value = "sum-for-mean", todo = "4.1.1.b")
    public static class SumForMean extends Stepped {
        @Override
        NDArray averaged(NDArray losses, NDArray learnt) {
            return losses.sum();
        }
    }

    /** The logarithm of a probability that has become 0. */
    @Mistake(value = "log-of-softmax", todo = "4.1.1.b")
    public static class LogOfSoftmax extends Stepped {
        @Override
        NDArray normalised(NDArray logits) {
            return logits.softmax(-1).log();
        }
    }

    /** Logits taken for log-probabilities. */
    @Mistake(value = "not-normalised", todo = "4.1.1.b")
    public static class NotNormalised extends Stepped {
        @Override
        NDArray normalised(NDArray logits) {
            return logits;
        }
    }

    /** The log-likelihood itself, which a step would make smaller. */
    @Mistake(value = "sign", todo = "4.1.1.b")
    public static class Sign extends Stepped {
        @Override
        NDArray averaged(NDArray losses, NDArray learnt) {
            return super.averaged(losses, learnt).neg();
        }
    }

    /** 0 divided by 0 where there is nothing to learn. */
    @Mistake(value = "nothing-to-learn-is-nan", todo = "4.1.1.b")
    public static class NothingToLearnIsNan extends Stepped {
        @Override
        NDArray averaged(NDArray losses, NDArray learnt) {
            return losses.sum().div(count(learnt));
        }
    }

    /** Masked after the softmax only, which is too late for gradients. */
    @Mistake(value = "masked-too-late", todo = "4.1.1.b")
    public static class MaskedTooLate extends Stepped {
        @Override
        NDArray clean(NDArray predicting, NDArray learnt) {
            return predicting;
        }
    }

    /** The right value on a copy that the gradient does not reach. */
    @Mistake(value = "cut-graph", todo = "4.1.1.b")
    public static class CutGraph extends Stepped {
        @Override
        NDArray predicting(NDArray logits) {
            return super.predicting(logits).duplicate();
        }
    }

    /** Whatever the engine can stretch is stretched. */
    @Mistake(value = "shapes-not-compared", todo = "4.1.1.b")
    public static class ShapesNotCompared extends Stepped {
        @Override
        void requireUsable(NDArray logits, NDArray labels) {
            // That is the mistake.
        }
    }
}
