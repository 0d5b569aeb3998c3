package org.marksheet.sheet41.sft.mistakes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import org.marksheet.grader.api.Mistake;
import org.marksheet.sheet41.sft.CompletionSftObjective;

/** What goes wrong in 4.1.1.a. */
public final class SftLabelsMistakes {
    private SftLabelsMistakes() {}

    /** The right labels in steps, of which a mistake replaces one. */
    abstract static class Stepped extends CompletionSftObjective {
        @Override
        public NDArray sftLabels(NDArray ids, NDArray promptLengths, NDArray attentionMask) {
            requireUsable(ids, promptLengths, attentionMask);
            NDArray learnt = real(ids, attentionMask)
                    .logicalAnd(completion(places(attentionMask), promptLengths.expandDims(1)));
            return NDArrays.where(learnt, ids, ids.onesLike().mul(ignored()));
        }

        void requireUsable(NDArray ids, NDArray promptLengths, NDArray attentionMask) {
            requireSameShape(attentionMask.getShape(), ids.getShape());
            requireOnePerRow(promptLengths.getShape(), ids.getShape());
        }

        NDArray real(NDArray ids, NDArray attentionMask) {
            return attentionMask.neq(0);
        }

        NDArray places(NDArray attentionMask) {
            return attentionMask.cumSum(1);
        }

        NDArray completion(NDArray places, NDArray lengths) {
            return places.gt(lengths);
        }

        long ignored() {
            return IGNORED;
        }
    }

    /** Padding is told by its id, which is also that of the end. */
    @Mistake(value = "end-taken-for-padding", todo = "4.1.1.a")
    public static class EndTakenForPadding extends Stepped {
        @Override
        NDArray real(NDArray ids, NDArray attentionMask) {
            return ids.neq(9);
        }
    }

    /** The prompt is learnt, too. */
    @Mistake(value = "prompt-kept", todo = "4.1.1.a")
    public static class PromptKept extends Stepped {
        @Override
        NDArray completion(NDArray places, NDArray lengths) {
            return places.gte(0);
        }
    }

    /** Padding is learnt, too. */
    @Mistake(value = "padding-kept", todo = "4.1.1.a")
    public static class PaddingKept extends Stepped {
        @Override
        NDArray real(NDArray ids, NDArray attentionMask) {
            return attentionMask.gte(0);
        }

        @Override
        NDArray places(NDArray attentionMask) {
            return attentionMask.onesLike().cumSum(1);
        }
    }

    /** The last token of the prompt is learnt. */
    @Mistake(value = "one-token-too-many", todo = "4.1.1.a")
    public static class OneTokenTooMany extends Stepped {
        @Override
        NDArray completion(NDArray places, NDArray lengths) {
            return places.gte(lengths);
        }
    }

    /** The first token of the completion is not learnt. */
    @Mistake(value = "one-token-too-few", todo = "4.1.1.a")
    public static class OneTokenTooFew extends Stepped {
        @Override
        NDArray completion(NDArray places, NDArray lengths) {
            return places.gt(lengths.add(1));
        }
    }

    /** The prompt is counted from the left edge, padding included. */
    @Mistake(value = "places-instead-of-tokens", todo = "4.1.1.a")
    public static class PlacesInsteadOfTokens extends Stepped {
        @Override
        NDArray places(NDArray attentionMask) {
            return attentionMask.onesLike().cumSum(1);
        }
    }

    /** Ignored tokens get the id 0. */
    @Mistake(value = "zero-for-ignored", todo = "4.1.1.a")
    public static class ZeroForIgnored extends Stepped {
        @Override
        long ignored() {
            return 0;
        }
    }

    /** Labels are shifted here and again in the loss. */
    @Mistake(value = "already-shifted", todo = "4.1.1.a")
    public static class AlreadyShifted extends Stepped {
        @Override
        public NDArray sftLabels(NDArray ids, NDArray promptLengths, NDArray attentionMask) {
            NDArray labels = super.sftLabels(ids, promptLengths, attentionMask);
            NDArray last = labels.get(new NDIndex(":, -1:"));
            return labels.get(new NDIndex(":, 1:")).concat(last.onesLike().mul(IGNORED), 1);
        }
    }

    /** Labels as floating-point numbers. */
    @Mistake(value = "labels-as-floats", todo = "4.1.1.a")
    public static class LabelsAsFloats extends Stepped {
        @Override
        public NDArray sftLabels(NDArray ids, NDArray promptLengths, NDArray attentionMask) {
            return super.sftLabels(ids, promptLengths, attentionMask).toType(DataType.FLOAT32, true);
        }
    }

    /** The caller's ids are overwritten. */
    @Mistake(value = "changes-its-inputs", todo = "4.1.1.a")
    public static class ChangesItsInputs extends Stepped {
        @Override
        public NDArray sftLabels(NDArray ids, NDArray promptLengths, NDArray attentionMask) {
            NDArray labels = super.sftLabels(ids, promptLengths, attentionMask);
            ids.muli(0).addi(labels);
            return labels;
        }
    }

    /** Whatever the engine can stretch is stretched. */
    @Mistake(value = "shapes-not-compared", todo = "4.1.1.a")
    public static class ShapesNotCompared extends Stepped {
        @Override
        void requireUsable(NDArray ids, NDArray promptLengths, NDArray attentionMask) {
            // That is the mistake.
        }
    }
}
