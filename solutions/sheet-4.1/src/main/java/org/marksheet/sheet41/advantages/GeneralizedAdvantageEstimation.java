package org.marksheet.sheet41.advantages;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Exercise 4.1.8, solved.
 *
 * <p>The recursion runs over plain numbers: the result is data, so there is no graph to keep.
 */
public class GeneralizedAdvantageEstimation implements AdvantageEstimation {
    /** Keeps the root of a variance of 0 away from a division by 0. */
    private static final double EPSILON = 1e-8;

    @Override
    public NDArray generalizedAdvantages(
            NDArray rewards, NDArray values, NDArray responseMask, float gamma, float lambda) {
        requireSameShape("values", values.getShape(), "rewards", rewards.getShape());
        requireSameShape("responseMask", responseMask.getShape(), "rewards", rewards.getShape());
        requireShare("gamma", gamma);
        requireShare("lambda", lambda);
        float[] reward = rewards.toFloatArray();
        float[] value = values.toFloatArray();
        boolean[] real = responseMask.toBooleanArray();
        int length = (int) rewards.getShape().get(1);

        float[] advantages = new float[reward.length];
        for (int row = 0; row < reward.length; row += length) {
            double nextValue = 0;
            double nextAdvantage = 0;
            for (int token = row + length - 1; token >= row; token--) {
                if (real[token]) {
                    double delta = reward[token] + gamma * nextValue - value[token];
                    nextAdvantage = delta + (double) gamma * lambda * nextAdvantage;
                    nextValue = value[token];
                    advantages[token] = (float) nextAdvantage;
                }
            }
        }
        return rewards.getManager().create(advantages, rewards.getShape());
    }

    @Override
    public NDArray returns(NDArray advantages, NDArray values, NDArray responseMask) {
        requireSameShape("values", values.getShape(), "advantages", advantages.getShape());
        requireSameShape("responseMask", responseMask.getShape(), "advantages", advantages.getShape());
        return onResponse(advantages.stopGradient().add(values.stopGradient()), responseMask);
    }

    @Override
    public NDArray whiten(NDArray x, NDArray responseMask, boolean shiftMean) {
        requireSameShape("responseMask", responseMask.getShape(), "x", x.getShape());
        NDArray numbers = onResponse(x.stopGradient(), responseMask);
        float tokens = responseMask.toType(DataType.FLOAT32, false).sum().getFloat();

        NDArray mean = numbers.sum().div(Math.max(1, tokens));
        NDArray centred = onResponse(numbers.sub(mean), responseMask);
        // A single token is its own mean: its distance of 0 stays 0, whatever it is divided by.
        NDArray variance = centred.square().sum().div(Math.max(1, tokens - 1));
        NDArray scaled = centred.div(variance.add(EPSILON).sqrt());
        return shiftMean ? scaled : onResponse(scaled.add(mean), responseMask);
    }

    /** Returns {@code x} where the mask is true and 0 elsewhere, whatever {@code x} holds there. */
    protected static NDArray onResponse(NDArray x, NDArray responseMask) {
        return NDArrays.where(responseMask, x, x.zerosLike());
    }

    /** Rejects a tensor whose shape differs from another's. */
    protected static void requireSameShape(String name, Shape shape, String otherName, Shape other) {
        if (!shape.equals(other)) {
            throw new IllegalArgumentException(
                    name + " is " + shape + " but " + otherName + " is " + other + "; both must be [B,T].");
        }
    }

    /** Rejects a discount that does not lie between 0 and 1, NaN included. */
    protected static void requireShare(String name, float share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(name + " is " + share + "; it must lie between 0 and 1.");
        }
    }
}
