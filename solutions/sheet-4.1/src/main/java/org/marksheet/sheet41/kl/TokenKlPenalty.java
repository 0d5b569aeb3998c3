package org.marksheet.sheet41.kl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.marksheet.lab.tensor.Elementwise;

/** Exercise 4.1.7, solved. */
public class TokenKlPenalty implements KlPenalty {
    /** The largest relative error of the divergence that one step of the coefficient answers to. */
    private static final double LARGEST_ERROR = .2;

    @Override
    public NDArray tokenLogProbs(NDArray logits, NDArray responseIds, int start, float temperature) {
        requireFit(logits.getShape(), responseIds.getShape(), start);
        requirePositive(temperature);
        NDArray predicting = predicting(logits, start, responseIds.getShape().get(1));
        // Over [B,T,V] each operation counts: none that changes nothing.
        NDArray tempered = temperature == 1 ? predicting : predicting.div(temperature);
        return tempered.logSoftmax(-1).gather(responseIds.expandDims(2), 2).squeeze(2);
    }

    @Override
    public KlEstimates klEstimates(NDArray logProbs, NDArray refLogProbs) {
        requireSameShape("refLogProbs", refLogProbs.getShape(), "logProbs", logProbs.getShape());
        NDArray logRatio = refLogProbs.stopGradient().sub(logProbs);
        return new KlEstimates(
                logRatio.neg(),
                logRatio.square().div(2),
                Elementwise.expm1(logRatio).sub(logRatio));
    }

    @Override
    public float sequenceKl(NDArray logProbs, NDArray refLogProbs, NDArray responseMask) {
        requireSameShape("refLogProbs", refLogProbs.getShape(), "logProbs", logProbs.getShape());
        requireSameShape("responseMask", responseMask.getShape(), "logProbs", logProbs.getShape());
        NDArray kl = onResponse(logProbs.sub(refLogProbs), responseMask);
        return kl.sum(new int[] {1}).mean().getFloat();
    }

    @Override
    public NDArray penalizedRewards(
            NDArray scores, NDArray logProbs, NDArray refLogProbs, NDArray responseMask, float klCoefficient) {
        requireSameShape("refLogProbs", refLogProbs.getShape(), "logProbs", logProbs.getShape());
        requireSameShape("responseMask", responseMask.getShape(), "logProbs", logProbs.getShape());
        requireOnePerRow(scores.getShape(), logProbs.getShape());
        NDArray kl = onResponse(logProbs.stopGradient().sub(refLogProbs.stopGradient()), responseMask);
        NDArray score = scores.stopGradient().expandDims(1).broadcast(logProbs.getShape());
        return kl.mul(-klCoefficient).add(onResponse(score, lastTokens(responseMask)));
    }

    @Override
    public double adaptKlCoefficient(
            double klCoefficient, double kl, double target, int episodes, double horizon) {
        double error = Math.max(-LARGEST_ERROR, Math.min(LARGEST_ERROR, kl / target - 1));
        return klCoefficient * (1 + error * episodes / horizon);
    }

    /** Returns the logits [B,T,V] that decide about T tokens, the first of them at place {@code start}. */
    protected static NDArray predicting(NDArray logits, int start, long tokens) {
        boolean all = tokens == logits.getShape().get(1);
        return all ? logits : logits.get(new NDIndex(":, {}:{}", start - 1, start - 1 + tokens));
    }

    /** Returns {@code x} where the mask is true and 0 elsewhere, whatever {@code x} holds there. */
    protected static NDArray onResponse(NDArray x, NDArray responseMask) {
        return NDArrays.where(responseMask, x, x.zerosLike());
    }

    /** Returns a mask that is true on the last real token of each row, and nowhere in a row without one. */
    protected static NDArray lastTokens(NDArray responseMask) {
        NDArray counts = responseMask.toType(DataType.FLOAT32, false);
        NDArray upToHere = counts.cumSum(1);
        NDArray inRow = counts.sum(new int[] {1}, true);
        return responseMask.logicalAnd(upToHere.eq(inRow.broadcast(counts.getShape())));
    }

    /** Rejects a tensor whose shape differs from another's. */
    protected static void requireSameShape(String name, Shape shape, String otherName, Shape other) {
        if (!shape.equals(other)) {
            throw new IllegalArgumentException(
                    name + " is " + shape + " but " + otherName + " is " + other + "; both must be [B,T].");
        }
    }

    /** Rejects scores that are not one for each row. */
    protected static void requireOnePerRow(Shape scores, Shape logProbs) {
        if (!scores.equals(logProbs.slice(0, 1))) {
            throw new IllegalArgumentException(
                    "scores is " + scores + " but logProbs is " + logProbs + "; they must be [B] and [B,T].");
        }
    }

    /** Rejects a response that does not lie within what the logits predict. */
    protected static void requireFit(Shape logits, Shape response, int start) {
        boolean fits = logits.dimension() == 3
                && response.dimension() == 2
                && logits.get(0) == response.get(0)
                && start >= 1
                && start + response.get(1) <= logits.get(1) + 1;
        if (!fits) {
            throw new IllegalArgumentException("logits is " + logits + " but responseIds is " + response
                    + " from place " + start + " on; they must be [B,S,V] and [B,T], with 1 <= start <= S + 1 - T.");
        }
    }

    /** Rejects a temperature that is not positive, NaN included. */
    protected static void requirePositive(float temperature) {
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("temperature is " + temperature + "; it must be greater than 0.");
        }
    }
}
