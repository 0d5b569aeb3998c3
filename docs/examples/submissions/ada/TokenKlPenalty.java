package org.marksheet.sheet41.kl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;

/** Picks tokens with one-hot rows, finds the last one by counting from the right. */
public class TokenKlPenalty implements KlPenalty {
    @Override
    public NDArray tokenLogProbs(NDArray logits, NDArray responseIds, int start, float temperature) {
        long end = start - 1 + responseIds.getShape().get(1);
        if (start < 1 || end > logits.getShape().get(1)) {
            throw new IllegalArgumentException("a response " + responseIds.getShape() + " at " + start
                    + " does not fit logits " + logits.getShape());
        }
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("the temperature is " + temperature + " but must be positive");
        }
        NDArray here = logits.div(temperature).logSoftmax(2).get(":, " + (start - 1) + ":" + end);
        NDArray chosen = responseIds.oneHot((int) logits.getShape().get(2)).gt(.5f);
        return keep(here, chosen).sum(new int[] {2});
    }

    @Override
    public KlEstimates klEstimates(NDArray logProbs, NDArray refLogProbs) {
        same(logProbs, refLogProbs);
        NDArray half = refLogProbs.stopGradient().sub(logProbs).div(2);
        // expm1(x) = 2 exp(x/2) sinh(x/2)
        NDArray k3 = half.exp().mul(half.sinh()).sub(half).mul(2);
        return new KlEstimates(half.mul(-2), half.square().mul(2), k3);
    }

    @Override
    public float sequenceKl(NDArray logProbs, NDArray refLogProbs, NDArray responseMask) {
        same(logProbs, refLogProbs, responseMask);
        long rows = responseMask.getShape().get(0);
        return keep(logProbs.sub(refLogProbs), responseMask).sum().getFloat() / rows;
    }

    @Override
    public NDArray penalizedRewards(
            NDArray scores, NDArray logProbs, NDArray refLogProbs, NDArray responseMask, float klCoefficient) {
        same(logProbs, refLogProbs, responseMask);
        if (scores.getShape().dimension() != 1 || scores.size() != logProbs.getShape().get(0)) {
            throw new IllegalArgumentException(
                    "scores are " + scores.getShape() + " but logProbs are " + logProbs.getShape());
        }
        NDArray penalty = keep(logProbs.sub(refLogProbs), responseMask).mul(klCoefficient);
        // This token and the real ones after it.
        NDArray left = responseMask.toType(DataType.FLOAT32, false).flip(1).cumSum(1).flip(1);
        NDArray last = responseMask.logicalAnd(left.eq(1));
        NDArray score = scores.expandDims(1).repeat(1, responseMask.getShape().get(1));
        return keep(score, last).sub(penalty).stopGradient();
    }

    @Override
    public double adaptKlCoefficient(double klCoefficient, double kl, double target, int episodes, double horizon) {
        double free = klCoefficient * (1 + (kl / target - 1) * episodes / horizon);
        double least = klCoefficient * (1 - .2 * episodes / horizon);
        double most = klCoefficient * (1 + .2 * episodes / horizon);
        return Math.max(least, Math.min(most, free));
    }

    private static NDArray keep(NDArray numbers, NDArray mask) {
        return NDArrays.where(mask, numbers, numbers.zerosLike());
    }

    private static void same(NDArray first, NDArray... others) {
        for (NDArray other : others) {
            if (!other.getShape().equals(first.getShape())) {
                throw new IllegalArgumentException("shapes differ: " + first.getShape() + " and " + other.getShape());
            }
        }
    }
}
