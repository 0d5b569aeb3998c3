package org.marksheet.sheet41.policygradient;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.Shape;

/** Exercise 4.1.6, solved. */
public class LeaveOneOutPolicyGradient implements PolicyGradient {
    @Override
    public NDArray baseline(NDArray rewards) {
        requireOneDimension(rewards.getShape());
        NDArray reward = rewards.stopGradient();
        // For a batch of one nothing is left over, and 0 divided by 1 is the 0 that is asked for.
        long others = Math.max(1, reward.size() - 1);
        return reward.sum().sub(reward).div(others);
    }

    @Override
    public NDArray scoreFunctionLoss(NDArray logProbs, NDArray rewards, NDArray baseline, NDArray responseMask) {
        requireSameShape(responseMask.getShape(), logProbs.getShape());
        requireOnePerRow("rewards", rewards.getShape(), logProbs.getShape());
        requireOnePerRow("baseline", baseline.getShape(), logProbs.getShape());
        NDArray better = rewards.stopGradient().sub(baseline.stopGradient());
        NDArray ofResponses = onResponse(logProbs, responseMask).sum(new int[] {1});
        return better.mul(ofResponses).mean().neg();
    }

    /** Returns {@code x} where the mask is true and 0 elsewhere, whatever {@code x} holds there. */
    protected static NDArray onResponse(NDArray x, NDArray responseMask) {
        return NDArrays.where(responseMask, x, x.zerosLike());
    }

    /** Rejects rewards that are not one for each response. */
    protected static void requireOneDimension(Shape rewards) {
        if (rewards.dimension() != 1) {
            throw new IllegalArgumentException("rewards is " + rewards + "; it must be [B].");
        }
    }

    /** Rejects a mask whose shape differs from the log-probabilities'. */
    protected static void requireSameShape(Shape responseMask, Shape logProbs) {
        if (!responseMask.equals(logProbs)) {
            throw new IllegalArgumentException(
                    "responseMask is " + responseMask + " but logProbs is " + logProbs + "; both must be [B,T].");
        }
    }

    /** Rejects a tensor that is not one number for each response. */
    protected static void requireOnePerRow(String name, Shape shape, Shape logProbs) {
        if (!shape.equals(logProbs.slice(0, 1))) {
            throw new IllegalArgumentException(
                    name + " is " + shape + " but logProbs is " + logProbs + "; they must be [B] and [B,T].");
        }
    }
}
