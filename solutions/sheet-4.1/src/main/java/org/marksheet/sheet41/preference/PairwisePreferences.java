package org.marksheet.sheet41.preference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;

/** Exercise 4.1.4, solved. */
public class PairwisePreferences implements Preferences {
    @Override
    public NDArray bradleyTerryLoss(NDArray chosen, NDArray rejected, NDArray margin) {
        requireSameShape("rejected", rejected.getShape(), chosen.getShape());
        requireSameShape("margin", margin.getShape(), chosen.getShape());
        NDArray ahead = chosen.sub(rejected).sub(margin.stopGradient());
        // -log(sigmoid(x)) = log(1 + exp(-x)), which softPlus computes without overflow.
        return Activation.softPlus(ahead.neg()).mean();
    }

    @Override
    public float rankingAccuracy(NDArray chosen, NDArray rejected) {
        requireSameShape("rejected", rejected.getShape(), chosen.getShape());
        return chosen.gt(rejected).toType(DataType.FLOAT32, false).mean().getFloat();
    }

    /** Rejects a tensor that is not one number for each pair. */
    protected static void requireSameShape(String name, Shape shape, Shape chosen) {
        if (!shape.equals(chosen)) {
            throw new IllegalArgumentException(
                    name + " is " + shape + " but chosen is " + chosen + "; both must be [B].");
        }
    }
}
