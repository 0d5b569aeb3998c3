package org.marksheet.sheet41.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Exercise 4.1.9, solved.
 *
 * <p>Padding is replaced by 0 <em>before</em> anything is computed from it: {@code inf * 0} is NaN, and a
 * gradient of 0 that meets an infinite derivative is NaN as well.
 */
public class ClippedPpoObjective implements PpoObjective {
    @Override
    public PolicyLoss policyLoss(
            NDArray logProbs,
            NDArray oldLogProbs,
            NDArray advantages,
            NDArray responseMask,
            float clipRange) {
        requireSameShape("oldLogProbs", oldLogProbs.getShape(), "logProbs", logProbs.getShape());
        requireSameShape("advantages", advantages.getShape(), "logProbs", logProbs.getShape());
        requireSameShape("responseMask", responseMask.getShape(), "logProbs", logProbs.getShape());
        requireShareOfOne(clipRange);

        NDArray change = onResponse(logProbs.sub(oldLogProbs.stopGradient()), responseMask);
        NDArray advantage = onResponse(advantages.stopGradient(), responseMask);
        NDArray ratio = change.exp();

        NDArray first = advantage.neg().mul(ratio);
        NDArray second = advantage.neg().mul(ratio.clip(1 - clipRange, 1 + clipRange));
        NDArray loss = maskedMean(NDArrays.maximum(first, second), responseMask);

        NDArray clipped = second.gt(first).toType(DataType.FLOAT32, false);
        float clipFraction = maskedMean(clipped, responseMask).getFloat();
        float approxKl = maskedMean(change.square(), responseMask).getFloat() / 2;
        return new PolicyLoss(loss, clipFraction, approxKl);
    }

    @Override
    public NDArray valueLoss(
            NDArray values, NDArray oldValues, NDArray returns, NDArray responseMask, float clipRange) {
        requireSameShape("oldValues", oldValues.getShape(), "values", values.getShape());
        requireSameShape("returns", returns.getShape(), "values", values.getShape());
        requireSameShape("responseMask", responseMask.getShape(), "values", values.getShape());
        requirePositive(clipRange);

        NDArray value = onResponse(values, responseMask);
        NDArray oldValue = onResponse(oldValues.stopGradient(), responseMask);
        NDArray target = onResponse(returns.stopGradient(), responseMask);

        NDArray clipped = clipAround(value, oldValue, clipRange);
        NDArray larger = NDArrays.maximum(value.sub(target).square(), clipped.sub(target).square());
        return maskedMean(larger, responseMask).div(2);
    }

    @Override
    public NDArray entropy(NDArray logits, NDArray responseMask) {
        requireMaskOf(logits, responseMask);
        NDArray rows = responseRows(logits, responseMask);
        NDArray logProbs = rows.logSoftmax(-1);
        NDArray probs = rows.softmax(-1);

        // A filtered token has probability 0 and a log-probability of -inf; their product should be 0, not NaN.
        NDArray finite = logProbs.maximum(-Float.MAX_VALUE);
        NDArray entropies = probs.mul(finite).sum(new int[] {-1}).neg();
        return entropies.sum().div(Math.max(1, entropies.size()));
    }

    @Override
    public NDArray totalLoss(
            NDArray policyLoss,
            NDArray valueLoss,
            NDArray entropy,
            float valueCoefficient,
            float entropyCoefficient) {
        requireScalar("policyLoss", policyLoss);
        requireScalar("valueLoss", valueLoss);
        requireScalar("entropy", entropy);
        return policyLoss.add(valueLoss.mul(valueCoefficient)).sub(entropy.mul(entropyCoefficient));
    }

    /** Returns {@code x} where the mask is true and 0 elsewhere, whatever {@code x} holds there. */
    protected static NDArray onResponse(NDArray x, NDArray responseMask) {
        return NDArrays.where(responseMask, x, x.zerosLike());
    }

    /** Returns the mean of {@code x} over all tokens of the batch; 0, still in the graph, if there is none. */
    protected static NDArray maskedMean(NDArray x, NDArray responseMask) {
        return onResponse(x, responseMask).sum().div(Math.max(1, tokens(responseMask)));
    }

    /** Returns how many tokens the mask counts. */
    protected static float tokens(NDArray responseMask) {
        return responseMask.toType(DataType.FLOAT32, false).sum().getFloat();
    }

    /** Returns {@code x}, moved into {@code center - range .. center + range}. */
    protected static NDArray clipAround(NDArray x, NDArray center, float range) {
        return NDArrays.minimum(NDArrays.maximum(x, center.sub(range)), center.add(range));
    }

    /** Returns those rows of the logits [B,T,V] that the mask counts, [n,V]. */
    protected static NDArray responseRows(NDArray logits, NDArray responseMask) {
        NDArray rows = logits.reshape(-1, logits.getShape().get(2));
        NDArray counted = responseMask.flatten().nonzero().flatten();
        return counted.size() == rows.getShape().get(0) ? rows : rows.get(counted);
    }

    /** Rejects a tensor whose shape differs from another's. */
    protected static void requireSameShape(String name, Shape shape, String otherName, Shape other) {
        if (!shape.equals(other)) {
            throw new IllegalArgumentException(
                    name + " is " + shape + " but " + otherName + " is " + other + "; both must be [B,T].");
        }
    }

    /** Rejects logits that are not [B,T,V] for a [B,T] mask. */
    protected static void requireMaskOf(NDArray logits, NDArray responseMask) {
        Shape shape = logits.getShape();
        Shape mask = responseMask.getShape();
        if (shape.dimension() != 3 || !shape.slice(0, 2).equals(mask)) {
            throw new IllegalArgumentException(
                    "logits is " + shape + " but responseMask is " + mask + "; they must be [B,T,V] and [B,T].");
        }
    }

    /** Rejects a tensor that is not a scalar. */
    protected static void requireScalar(String name, NDArray x) {
        if (!x.getShape().isScalar()) {
            throw new IllegalArgumentException(name + " is " + x.getShape() + "; it must be a scalar.");
        }
    }

    /** Rejects a clip range of the ratio that is not strictly between 0 and 1. */
    protected static void requireShareOfOne(float clipRange) {
        if (!(clipRange > 0 && clipRange < 1)) {
            throw new IllegalArgumentException("clipRange is " + clipRange + "; it must lie between 0 and 1.");
        }
    }

    /** Rejects a clip range of the values that is not positive. */
    protected static void requirePositive(float clipRange) {
        if (!(clipRange > 0)) {
            throw new IllegalArgumentException("clipRange is " + clipRange + "; it must be greater than 0.");
        }
    }
}
