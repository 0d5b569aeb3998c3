package org.marksheet.sheet41.ppo.lookalikes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import java.util.Arrays;
import org.marksheet.sheet41.ppo.PolicyLoss;
import org.marksheet.sheet41.ppo.PpoObjective;

/**
 * A right objective in plain loops that works out values and slopes as Java numbers.
 *
 * <p>Its steps are there to be got wrong. Derived from no other implementation of this sheet.
 */
class PlainNumbers implements PpoObjective {
    /** A token's share of a loss and its slope. */
    record Share(double value, double slope, boolean flat) {}

    @Override
    public PolicyLoss policyLoss(
            NDArray logProbs, NDArray oldLogProbs, NDArray advantages, NDArray responseMask, float clipRange) {
        same(logProbs, oldLogProbs);
        same(logProbs, advantages);
        same(logProbs, responseMask);
        if (clipRange <= 0 || clipRange >= 1) {
            throw new IllegalArgumentException("clipRange: " + clipRange);
        }
        float[] now = logProbs.toFloatArray();
        float[] old = oldLogProbs.toFloatArray();
        float[] advantage = advantages.toFloatArray();
        boolean[] real = responseMask.toBooleanArray();
        double[] weights = weights(real, (int) responseMask.getShape().get(1));
        double loss = 0;
        double clips = 0;
        double squares = 0;
        float[] slopes = new float[now.length];
        for (int i = 0; i < now.length; i++) {
            if (real[i]) {
                double change = (double) now[i] - old[i];
                Share share = policy(change, advantage[i], clipRange);
                loss += share.value() * weights[i];
                slopes[i] = (float) (share.slope() * weights[i]);
                clips += share.flat() ? 1. / count(real) : 0;
                squares += change * change / count(real);
            }
        }
        return new PolicyLoss(
                line(logProbs, slopes, loss), (float) clips, (float) (squares * divergenceFactor()));
    }

    /** The right share: {@code max(-A*r, -A*clip(r))}; flat where the second is larger. */
    Share policy(double change, double advantage, double eps) {
        double ratio = Math.exp(change);
        double free = -advantage * ratio;
        double held = -advantage * between(1 - eps, ratio, 1 + eps);
        return held > free ? new Share(held, 0, true) : new Share(free, free, false);
    }

    double divergenceFactor() {
        return .5;
    }

    double[] weights(boolean[] real, int columns) {
        double[] weights = new double[real.length];
        Arrays.fill(weights, 1. / count(real));
        return weights;
    }

    @Override
    public NDArray valueLoss(
            NDArray values, NDArray oldValues, NDArray returns, NDArray responseMask, float clipRange) {
        same(values, oldValues);
        same(values, returns);
        same(values, responseMask);
        if (clipRange <= 0) {
            throw new IllegalArgumentException("clipRange: " + clipRange);
        }
        float[] now = values.toFloatArray();
        float[] old = oldValues.toFloatArray();
        float[] target = returns.toFloatArray();
        boolean[] real = responseMask.toBooleanArray();
        double loss = 0;
        float[] slopes = new float[now.length];
        for (int i = 0; i < now.length; i++) {
            if (real[i]) {
                Share share = value(now[i], old[i], target[i], clipRange);
                loss += share.value() / count(real);
                slopes[i] = (float) (share.slope() / count(real));
            }
        }
        return line(values, slopes, loss);
    }

    /** The right share: half the larger square. */
    Share value(double now, double old, double target, double eps) {
        double free = now - target;
        double held = between(old - eps, now, old + eps) - target;
        return Math.abs(held) > Math.abs(free)
                ? new Share(held * held / 2, 0, true)
                : new Share(free * free / 2, free, false);
    }

    @Override
    public NDArray entropy(NDArray logits, NDArray responseMask) {
        long[] shape = logits.getShape().getShape();
        if (!Arrays.equals(Arrays.copyOf(shape, 2), responseMask.getShape().getShape())) {
            throw new IllegalArgumentException(logits.getShape() + " and " + responseMask.getShape());
        }
        int vocabulary = (int) shape[2];
        float[] numbers = logits.toFloatArray();
        boolean[] real = responseMask.toBooleanArray();
        float[] slopes = new float[numbers.length];
        double mean = 0;
        for (int i = 0; i < real.length; i++) {
            if (real[i]) {
                double[] p = softmax(Arrays.copyOfRange(numbers, i * vocabulary, (i + 1) * vocabulary));
                double[] slope = new double[vocabulary];
                mean += spread(p, slope) / count(real);
                for (int v = 0; v < vocabulary; v++) {
                    slopes[i * vocabulary + v] = (float) (slope[v] / count(real));
                }
            }
        }
        return line(logits, slopes, mean);
    }

    /** The right measure of spread, with its slopes in the logits. */
    double spread(double[] p, double[] slope) {
        double entropy = 0;
        for (double each : p) {
            entropy -= each == 0 ? 0 : each * Math.log(each);
        }
        for (int v = 0; v < p.length; v++) {
            slope[v] = p[v] == 0 ? 0 : -p[v] * (Math.log(p[v]) + entropy);
        }
        return entropy;
    }

    @Override
    public NDArray totalLoss(
            NDArray policyLoss,
            NDArray valueLoss,
            NDArray entropy,
            float valueCoefficient,
            float entropyCoefficient) {
        for (NDArray part : new NDArray[] {policyLoss, valueLoss, entropy}) {
            if (part.getShape().dimension() > 0) {
                throw new IllegalArgumentException("a scalar is needed, not " + part.getShape());
            }
        }
        return sum(policyLoss, valueLoss, entropy, valueCoefficient, entropyCoefficient);
    }

    /** The right sum. */
    NDArray sum(NDArray policy, NDArray value, NDArray entropy, float valueWeight, float entropyWeight) {
        return policy.sub(entropy.mul(entropyWeight)).add(value.mul(valueWeight));
    }

    static double between(double least, double x, double most) {
        return Math.max(least, Math.min(most, x));
    }

    static int count(boolean[] real) {
        int count = 0;
        for (boolean each : real) {
            count += each ? 1 : 0;
        }
        return Math.max(count, 1);
    }

    private static double[] softmax(float[] logits) {
        double top = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            top = Math.max(top, logit);
        }
        double sum = 0;
        double[] p = new double[logits.length];
        for (int v = 0; v < p.length; v++) {
            p[v] = Math.exp(logits[v] - top);
            sum += p[v];
        }
        for (int v = 0; v < p.length; v++) {
            p[v] /= sum;
        }
        return p;
    }

    private static void same(NDArray one, NDArray other) {
        if (!one.getShape().equals(other.getShape())) {
            throw new IllegalArgumentException(one.getShape() + " and " + other.getShape());
        }
    }

    /** Returns {@code value} with these slopes; where x is no number its slope is 0. */
    private static NDArray line(NDArray x, float[] slopes, double value) {
        NDArray finite = x.abs().lt(1e9f);
        NDArray sum = NDArrays.where(finite, x, x.zerosLike())
                .mul(x.getManager().create(slopes, x.getShape()))
                .sum();
        return sum.sub(sum.stopGradient()).add((float) value);
    }
}
