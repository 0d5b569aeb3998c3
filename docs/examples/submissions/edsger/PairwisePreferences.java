package org.marksheet.sheet41.preference;

import ai.djl.ndarray.NDArray;

/** The loss by cases, so that no exponential is above 1; the accuracy in a loop. */
public class PairwisePreferences implements Preferences {
    @Override
    public NDArray bradleyTerryLoss(NDArray chosen, NDArray rejected, NDArray margin) {
        if (!chosen.getShape().equals(rejected.getShape()) || !chosen.getShape().equals(margin.getShape())) {
            throw new IllegalArgumentException("three equal shapes are needed, not " + chosen.getShape() + ", "
                    + rejected.getShape() + " and " + margin.getShape());
        }
        NDArray behind = rejected.add(margin.stopGradient()).sub(chosen);
        NDArray smaller = behind.abs().neg().exp().add(1).log();
        return behind.maximum(0).add(smaller).mean();
    }

    @Override
    public float rankingAccuracy(NDArray chosen, NDArray rejected) {
        if (!chosen.getShape().equals(rejected.getShape())) {
            throw new IllegalArgumentException(chosen.getShape() + " chosen, " + rejected.getShape() + " rejected");
        }
        float[] better = chosen.toFloatArray();
        float[] worse = rejected.toFloatArray();
        int right = 0;
        for (int pair = 0; pair < better.length; pair++) {
            if (better[pair] >= worse[pair]) {
                right++;
            }
        }
        return (float) right / better.length;
    }
}
