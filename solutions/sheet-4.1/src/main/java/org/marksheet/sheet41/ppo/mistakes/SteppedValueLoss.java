package org.marksheet.sheet41.ppo.mistakes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import org.marksheet.sheet41.ppo.ClippedPpoObjective;

/** The right value loss in steps, of which a mistake replaces one. */
abstract class SteppedValueLoss extends ClippedPpoObjective {
    @Override
    public NDArray valueLoss(
            NDArray values, NDArray oldValues, NDArray returns, NDArray responseMask, float clipRange) {
        requireUsable(values, oldValues, returns, responseMask, clipRange);
        NDArray value = masked(values, responseMask);
        NDArray oldValue = masked(detachedOld(oldValues), responseMask);
        NDArray target = masked(detachedReturns(returns), responseMask);
        NDArray clipped = clipped(value, oldValue, target, clipRange);
        NDArray term = term(value.sub(target).square(), clipped.sub(target).square());
        return average(term, responseMask).mul(factor());
    }

    void requireUsable(
            NDArray values, NDArray oldValues, NDArray returns, NDArray responseMask, float clipRange) {
        requireShapes(values, oldValues, returns, responseMask);
        requirePositive(clipRange);
    }

    static void requireShapes(NDArray values, NDArray oldValues, NDArray returns, NDArray responseMask) {
        requireSameShape("oldValues", oldValues.getShape(), "values", values.getShape());
        requireSameShape("returns", returns.getShape(), "values", values.getShape());
        requireSameShape("responseMask", responseMask.getShape(), "values", values.getShape());
    }

    NDArray masked(NDArray x, NDArray responseMask) {
        return onResponse(x, responseMask);
    }

    NDArray detachedOld(NDArray oldValues) {
        return oldValues.stopGradient();
    }

    NDArray detachedReturns(NDArray returns) {
        return returns.stopGradient();
    }

    NDArray clipped(NDArray value, NDArray oldValue, NDArray target, float clipRange) {
        return clipAround(value, oldValue, clipRange);
    }

    NDArray term(NDArray first, NDArray second) {
        return NDArrays.maximum(first, second);
    }

    NDArray average(NDArray terms, NDArray responseMask) {
        return maskedMean(terms, responseMask);
    }

    float factor() {
        return .5f;
    }
}
