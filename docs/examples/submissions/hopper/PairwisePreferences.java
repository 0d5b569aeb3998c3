package org.marksheet.sheet41.preference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;

/** A pair is a choice between two classes. */
public class PairwisePreferences implements Preferences {
    @Override
    public NDArray bradleyTerryLoss(NDArray chosen, NDArray rejected, NDArray margin) {
        same(chosen, rejected, margin);
        NDArray wanted = chosen.sub(margin.stopGradient());
        return NDArrays.stack(new NDList(wanted, rejected)).logSoftmax(0).get(0).mean().neg();
    }

    @Override
    public float rankingAccuracy(NDArray chosen, NDArray rejected) {
        same(chosen, rejected);
        return (float) chosen.gt(rejected).countNonzero().getLong() / chosen.size();
    }

    private static void same(NDArray first, NDArray... others) {
        for (NDArray other : others) {
            if (!other.getShape().equals(first.getShape())) {
                throw new IllegalArgumentException(first.getShape() + " does not fit " + other.getShape());
            }
        }
    }
}
