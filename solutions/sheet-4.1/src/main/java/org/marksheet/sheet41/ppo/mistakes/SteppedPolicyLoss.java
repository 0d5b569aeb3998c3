package org.marksheet.sheet41.ppo.mistakes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import org.marksheet.sheet41.ppo.ClippedPpoObjective;
import org.marksheet.sheet41.ppo.PolicyLoss;

/** The right policy loss in steps, of which a mistake replaces one. */
abstract class SteppedPolicyLoss extends ClippedPpoObjective {
    @Override
    public PolicyLoss policyLoss(
            NDArray logProbs,
            NDArray oldLogProbs,
            NDArray advantages,
            NDArray responseMask,
            float clipRange) {
        requireUsable(logProbs, oldLogProbs, advantages, responseMask, clipRange);
        NDArray old = detachedOld(oldLogProbs);
        NDArray change = change(logProbs, old, responseMask);
        NDArray advantage = advantage(advantages, responseMask);
        NDArray ratio = ratio(change, logProbs, old, responseMask);
        NDArray first = advantage.neg().mul(ratio);
        NDArray second = advantage.neg().mul(clipped(ratio, clipRange));
        NDArray loss = average(term(first, second, advantage), responseMask);
        NDArray counted = counted(first, second, ratio, clipRange).toType(DataType.FLOAT32, false);
        return new PolicyLoss(
                loss, maskedMean(counted, responseMask).getFloat(), approxKl(change, responseMask));
    }

    void requireUsable(
            NDArray logProbs, NDArray oldLogProbs, NDArray advantages, NDArray responseMask, float clipRange) {
        requireShapes(logProbs, oldLogProbs, advantages, responseMask);
        requireShareOfOne(clipRange);
    }

    static void requireShapes(NDArray logProbs, NDArray oldLogProbs, NDArray advantages, NDArray responseMask) {
        requireSameShape("oldLogProbs", oldLogProbs.getShape(), "logProbs", logProbs.getShape());
        requireSameShape("advantages", advantages.getShape(), "logProbs", logProbs.getShape());
        requireSameShape("responseMask", responseMask.getShape(), "logProbs", logProbs.getShape());
    }

    NDArray detachedOld(NDArray oldLogProbs) {
        return oldLogProbs.stopGradient();
    }

    NDArray advantage(NDArray advantages, NDArray responseMask) {
        return onResponse(advantages.stopGradient(), responseMask);
    }

    NDArray change(NDArray logProbs, NDArray oldLogProbs, NDArray responseMask) {
        return onResponse(logProbs.sub(oldLogProbs), responseMask);
    }

    NDArray ratio(NDArray change, NDArray logProbs, NDArray oldLogProbs, NDArray responseMask) {
        return change.exp();
    }

    NDArray clipped(NDArray ratio, float clipRange) {
        return ratio.clip(1 - clipRange, 1 + clipRange);
    }

    NDArray term(NDArray first, NDArray second, NDArray advantage) {
        return NDArrays.maximum(first, second);
    }

    NDArray average(NDArray terms, NDArray responseMask) {
        return maskedMean(terms, responseMask);
    }

    NDArray counted(NDArray first, NDArray second, NDArray ratio, float clipRange) {
        return second.gt(first);
    }

    float approxKl(NDArray change, NDArray responseMask) {
        return maskedMean(change.square(), responseMask).getFloat() / 2;
    }
}
