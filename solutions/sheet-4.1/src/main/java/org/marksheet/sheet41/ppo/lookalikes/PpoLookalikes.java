package org.marksheet.sheet41.ppo.lookalikes;

import ai.djl.ndarray.NDArray;
import org.marksheet.grader.api.Lookalike;

/** Mistakes of 4.1.9 written a second time, two at once, and wrongs that nobody has a name for. */
public final class PpoLookalikes {
    private PpoLookalikes() {}

    /** The smaller candidate. */
    @Lookalike(todo = "4.1.9.a", of = "min-for-max")
    public static class TheSmallerCandidate extends PlainNumbers {
        @Override
        Share policy(double change, double advantage, double eps) {
            Share right = super.policy(change, advantage, eps);
            double ratio = Math.exp(change);
            double held = -advantage * between(1 - eps, ratio, 1 + eps);
            double free = -advantage * ratio;
            return held < free ? new Share(held, 0, right.flat()) : new Share(free, free, right.flat());
        }
    }

    /** The plain importance-weighted loss. */
    @Lookalike(todo = "4.1.9.a", of = "unclipped")
    public static class NeverFlat extends PlainNumbers {
        @Override
        Share policy(double change, double advantage, double eps) {
            double free = -advantage * Math.exp(change);
            return new Share(free, free, super.policy(change, advantage, eps).flat());
        }
    }

    /** Old over new. */
    @Lookalike(todo = "4.1.9.a", of = "inverse-ratio")
    public static class UpsideDown extends PlainNumbers {
        @Override
        Share policy(double change, double advantage, double eps) {
            Share mirrored = super.policy(-change, advantage, eps);
            return new Share(mirrored.value(), -mirrored.slope(), mirrored.flat());
        }
    }

    /** A band from e^-eps to e^eps. */
    @Lookalike(todo = "4.1.9.a", of = "clip-in-log-space")
    public static class BandOfLogs extends PlainNumbers {
        @Override
        Share policy(double change, double advantage, double eps) {
            double free = -advantage * Math.exp(change);
            double held = -advantage * Math.exp(between(-eps, change, eps));
            // In the middle of the band both are the same number.
            return held > free && Math.abs(change) > eps ? new Share(held, 0, true) : new Share(free, free, false);
        }
    }

    /** Each row counts the same, however short. */
    @Lookalike(todo = "4.1.9.a", of = "mean-of-row-means")
    public static class RowsCountTheSame extends PlainNumbers {
        @Override
        double[] weights(boolean[] real, int columns) {
            int rows = real.length / columns;
            double[] weights = new double[real.length];
            for (int i = 0; i < real.length; i++) {
                int length = 0;
                for (int j = i / columns * columns; j < (i / columns + 1) * columns; j++) {
                    length += real[j] ? 1 : 0;
                }
                weights[i] = length == 0 ? 0 : 1. / length / rows;
            }
            return weights;
        }
    }

    /** A whole mean square. */
    @Lookalike(todo = "4.1.9.a", of = "approx-kl-without-half")
    public static class WholeSquare extends PlainNumbers {
        @Override
        double divergenceFactor() {
            return 1;
        }
    }

    /** Not halved. */
    @Lookalike(todo = "4.1.9.b", of = "no-half")
    public static class WholeError extends PlainNumbers {
        @Override
        Share value(double now, double old, double target, double eps) {
            Share right = super.value(now, old, target, eps);
            return new Share(2 * right.value(), 2 * right.slope(), right.flat());
        }
    }

    /** The error of the held value, whichever is larger. */
    @Lookalike(todo = "4.1.9.b", of = "clipped-only")
    public static class HeldAlways extends PlainNumbers {
        @Override
        Share value(double now, double old, double target, double eps) {
            double held = between(old - eps, now, old + eps);
            double error = held - target;
            boolean inside = Math.abs(now - old) <= eps;
            return new Share(error * error / 2, inside ? error : 0, !inside);
        }
    }

    /** Bits for nats. */
    @Lookalike(todo = "4.1.9.c", of = "base-two")
    public static class InBits extends PlainNumbers {
        @Override
        double spread(double[] p, double[] slope) {
            double nats = super.spread(p, slope);
            for (int v = 0; v < slope.length; v++) {
                slope[v] /= Math.log(2);
            }
            return nats / Math.log(2);
        }
    }

    /** Divided by the size of the vocabulary. */
    @Lookalike(todo = "4.1.9.c", of = "mean-over-the-vocabulary")
    public static class PerEntry extends PlainNumbers {
        @Override
        double spread(double[] p, double[] slope) {
            double nats = super.spread(p, slope);
            for (int v = 0; v < slope.length; v++) {
                slope[v] /= slope.length;
            }
            return nats / p.length;
        }
    }

    /** Everything has a plus. */
    @Lookalike(todo = "4.1.9.d", of = "entropy-added")
    public static class AllPlus extends PlainNumbers {
        @Override
        NDArray sum(NDArray policy, NDArray value, NDArray entropy, float valueWeight, float entropyWeight) {
            return value.mul(valueWeight).add(entropy.mul(entropyWeight)).add(policy);
        }
    }

    /** Two at once: nothing is clipped, and the mean square is whole. */
    @Lookalike(todo = "4.1.9.a")
    public static class NeverFlatAndWholeSquare extends NeverFlat {
        @Override
        double divergenceFactor() {
            return 1;
        }
    }

    /** Two at once: not halved, and the smaller error. */
    @Lookalike(todo = "4.1.9.b")
    public static class WholeAndSmaller extends PlainNumbers {
        @Override
        Share value(double now, double old, double target, double eps) {
            double free = now - target;
            double held = between(old - eps, now, old + eps) - target;
            return Math.abs(held) < Math.abs(free)
                    ? new Share(held * held, 0, true)
                    : new Share(free * free, 2 * free, false);
        }
    }

    /** Nobody's mistake yet: a squared advantage. */
    @Lookalike(todo = "4.1.9.a")
    public static class SquaredAdvantage extends PlainNumbers {
        @Override
        Share policy(double change, double advantage, double eps) {
            return super.policy(change, advantage * advantage, eps);
        }
    }

    /** Nobody's mistake yet: {@code 1 - sum p^2} for the entropy. */
    @Lookalike(todo = "4.1.9.c")
    public static class GiniImpurity extends PlainNumbers {
        @Override
        double spread(double[] p, double[] slope) {
            double squares = 0;
            for (double each : p) {
                squares += each * each;
            }
            for (int v = 0; v < p.length; v++) {
                slope[v] = -2 * p[v] * (p[v] - squares);
            }
            return 1 - squares;
        }
    }

    /** Nobody's mistake yet: the two coefficients on the same part. */
    @Lookalike(todo = "4.1.9.d")
    public static class BothOnTheEntropy extends PlainNumbers {
        @Override
        NDArray sum(NDArray policy, NDArray value, NDArray entropy, float valueWeight, float entropyWeight) {
            return policy.add(value).sub(entropy.mul(entropyWeight * valueWeight));
        }
    }
}
