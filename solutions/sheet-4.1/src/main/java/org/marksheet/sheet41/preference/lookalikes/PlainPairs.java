package org.marksheet.sheet41.preference.lookalikes;

import ai.djl.ndarray.NDArray;
import org.marksheet.sheet41.preference.Preferences;

/**
 * Right answers to exercise 4.1.4 in plain loops that work out values and slopes as Java numbers.
 *
 * <p>Its steps are there to be got wrong. Derived from no other implementation of this sheet.
 */
class PlainPairs implements Preferences {
    @Override
    public NDArray bradleyTerryLoss(NDArray chosen, NDArray rejected, NDArray margin) {
        same(chosen, rejected);
        same(chosen, margin);
        float[] good = chosen.toFloatArray();
        float[] bad = rejected.toFloatArray();
        float[] least = margin.toFloatArray();
        float[] slopes = new float[good.length];
        double sum = 0;
        for (int i = 0; i < slopes.length; i++) {
            double[] costAndSlope = cost((double) good[i] - bad[i], least[i]);
            sum += costAndSlope[0];
            slopes[i] = (float) (costAndSlope[1] / divisor(slopes.length));
        }
        NDArray steepness = chosen.getManager().create(slopes);
        NDArray line = chosen.mul(steepness).sub(rejected.mul(steepness)).sum();
        return line.sub(line.stopGradient()).add((float) (sum / divisor(slopes.length)));
    }

    /** The right cost of a pair, and its slope in the lead. */
    double[] cost(double lead, double least) {
        double missing = least - lead;
        double surprise = missing > 0 ? missing + Math.log1p(Math.exp(-missing)) : Math.log1p(Math.exp(missing));
        return new double[] {surprise, -1 / (1 + Math.exp(-missing))};
    }

    /** The right divisor. */
    double divisor(int pairs) {
        return pairs;
    }

    @Override
    public float rankingAccuracy(NDArray chosen, NDArray rejected) {
        same(chosen, rejected);
        float[] good = chosen.toFloatArray();
        float[] bad = rejected.toFloatArray();
        float share = 0;
        for (int i = 0; i < good.length; i++) {
            share += success(good[i], bad[i]) / good.length;
        }
        return share;
    }

    /** The right decision, as 1 or 0. */
    float success(float good, float bad) {
        return good > bad ? 1 : 0;
    }

    static void same(NDArray one, NDArray other) {
        if (!one.getShape().equals(other.getShape())) {
            throw new IllegalArgumentException(one.getShape() + " and " + other.getShape());
        }
    }
}
