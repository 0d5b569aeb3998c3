package org.marksheet.sheet41.sft;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Exercise 4.1.1, solved.
 *
 * <p>The divisor is a tensor and no Java number: the engine keeps a number only until the next garbage collection, and
 * what the gradient is divided by afterwards is anything.
 */
public class CompletionSftObjective implements SftObjective {
    @Override
    public NDArray sftLabels(NDArray ids, NDArray promptLengths, NDArray attentionMask) {
        requireSameShape(attentionMask.getShape(), ids.getShape());
        requireOnePerRow(promptLengths.getShape(), ids.getShape());
        NDArray afterPrompt = attentionMask.cumSum(1).gt(promptLengths.expandDims(1));
        NDArray completion = attentionMask.neq(0).logicalAnd(afterPrompt);
        return NDArrays.where(completion, ids, ids.onesLike().mul(IGNORED));
    }

    @Override
    public NDArray sftLoss(NDArray logits, NDArray labels) {
        requireLabelsOf(logits.getShape(), labels.getShape());
        NDArray predicting = logits.get(new NDIndex(":, :-1"));
        NDArray predicted = labels.get(new NDIndex(":, 1:"));

        NDArray learnt = predicted.neq(IGNORED);
        NDArray logProbs = where(learnt.expandDims(2).broadcast(predicting.getShape()), predicting).logSoftmax(-1);
        NDArray ofLabels =
                logProbs.gather(where(learnt, predicted).expandDims(2), 2).squeeze(2);
        return where(learnt, ofLabels).sum().neg().div(count(learnt).maximum(1));
    }

    /** Returns {@code x} where the mask is true and 0 elsewhere, whatever {@code x} holds there. */
    protected static NDArray where(NDArray mask, NDArray x) {
        return NDArrays.where(mask, x, x.zerosLike());
    }

    /** Returns how many places of a mask are true, a scalar float32. */
    protected static NDArray count(NDArray mask) {
        return mask.toType(DataType.FLOAT32, false).sum();
    }

    /** Rejects an attention mask whose shape differs from the tokens'. */
    protected static void requireSameShape(Shape attentionMask, Shape ids) {
        if (!attentionMask.equals(ids)) {
            throw new IllegalArgumentException(
                    "attentionMask is " + attentionMask + " but ids is " + ids + "; both must be [B,S].");
        }
    }

    /** Rejects prompt lengths that are not one for each row. */
    protected static void requireOnePerRow(Shape promptLengths, Shape ids) {
        if (!promptLengths.equals(ids.slice(0, 1))) {
            throw new IllegalArgumentException(
                    "promptLengths is " + promptLengths + " but ids is " + ids + "; they must be [B] and [B,S].");
        }
    }

    /** Rejects logits that are not [B,S,V] for [B,S] labels. */
    protected static void requireLabelsOf(Shape logits, Shape labels) {
        if (logits.dimension() != 3 || !logits.slice(0, 2).equals(labels)) {
            throw new IllegalArgumentException(
                    "logits is " + logits + " but labels is " + labels + "; they must be [B,S,V] and [B,S].");
        }
    }
}
