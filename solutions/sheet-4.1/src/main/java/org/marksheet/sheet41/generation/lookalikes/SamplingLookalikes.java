package org.marksheet.sheet41.generation.lookalikes;

import org.marksheet.grader.api.Lookalike;

/** Mistakes of 4.1.2.a to e written a second time, two at once, and wrongs that nobody has a name for. */
public final class SamplingLookalikes {
    private SamplingLookalikes() {}

    /** Times tau. */
    @Lookalike(todo = "4.1.2.a", of = "multiplies")
    public static class Times extends PlainSteps {
        @Override
        void temper(float[] row, float tau) {
            super.temper(row, tau == 0 ? 0 : 1 / tau);
        }
    }

    /** Probabilities. */
    @Lookalike(todo = "4.1.2.a", of = "returns-probabilities")
    public static class Normalised extends PlainSteps {
        @Override
        void temper(float[] row, float tau) {
            double[] shares = tau == 0 ? null : shares(row, tau);
            for (int id = 0; id < row.length && shares != null; id++) {
                row[id] = (float) shares[id];
            }
        }
    }

    /** Nobody's mistake yet: the largest becomes 0 first. */
    @Lookalike(todo = "4.1.2.a")
    public static class Shifted extends PlainSteps {
        @Override
        void temper(float[] row, float tau) {
            float top = row[best(row)];
            for (int id = 0; id < row.length; id++) {
                row[id] -= top;
            }
            super.temper(row, tau);
        }
    }

    /** At the minimum as well. */
    @Lookalike(todo = "4.1.2.b", of = "one-too-long")
    public static class OneMore extends PlainSteps {
        @Override
        void hold(float[] row, int missing, int eosId) {
            super.hold(row, missing + 1, eosId);
        }
    }

    /** A logit of 0. */
    @Lookalike(todo = "4.1.2.b", of = "zero-for-minus-infinity")
    public static class Nought extends PlainSteps {
        @Override
        void hold(float[] row, int missing, int eosId) {
            row[eosId] = missing > 0 ? 0 : row[eosId];
        }
    }

    /** Two at once: at the minimum as well, and a logit of 0. */
    @Lookalike(todo = "4.1.2.b")
    public static class OneMoreNought extends PlainSteps {
        @Override
        void hold(float[] row, int missing, int eosId) {
            row[eosId] = missing > -1 ? 0 : row[eosId];
        }
    }

    /** Never less than k + 1. */
    @Lookalike(todo = "4.1.2.c", of = "one-too-many")
    public static class KAndOne extends PlainSteps {
        @Override
        void largest(float[] row, int k) {
            super.largest(row, k + 1);
        }
    }

    /** Exactly k. */
    @Lookalike(todo = "4.1.2.c", of = "ties-dropped")
    public static class ExactlyK extends PlainSteps {
        @Override
        void largest(float[] row, int k) {
            float[] left = row.clone();
            boolean[] taken = new boolean[row.length];
            for (int i = 0; i < k; i++) {
                int best = best(left);
                taken[best] = true;
                left[best] = GONE;
            }
            for (int id = 0; id < row.length; id++) {
                row[id] = taken[id] ? row[id] : GONE;
            }
        }
    }

    /** Two at once: exactly k + 1. */
    @Lookalike(todo = "4.1.2.c")
    public static class ExactlyKAndOne extends ExactlyK {
        @Override
        void largest(float[] row, int k) {
            super.largest(row, k + 1);
        }
    }

    /** Stops before p is crossed, but takes one. */
    @Lookalike(todo = "4.1.2.d", of = "crossing-token-dropped")
    public static class BeforeTheCrossing extends PlainSteps {
        @Override
        void nucleus(float[] row, float p) {
            double[] shares = shares(row, 1);
            double sum = 0;
            boolean[] taken = new boolean[row.length];
            int next = next(shares);
            do {
                taken[next] = true;
                sum += shares[next];
                shares[next] = -1;
                next = next(shares);
            } while (next >= 0 && sum + shares[next] <= p);
            for (int id = 0; id < row.length; id++) {
                row[id] = taken[id] ? row[id] : GONE;
            }
        }
    }

    /** By id, not by probability. */
    @Lookalike(todo = "4.1.2.d", of = "not-sorted")
    public static class ById extends PlainSteps {
        @Override
        int next(double[] left) {
            for (int id = 0; id < left.length; id++) {
                if (left[id] >= 0) {
                    return id;
                }
            }
            return -1;
        }
    }

    /** The last of equals first. */
    @Lookalike(todo = "4.1.2.d", of = "ties-from-the-highest-id")
    public static class LastFirst extends PlainSteps {
        @Override
        int next(double[] left) {
            int best = -1;
            for (int id = 0; id < left.length; id++) {
                if (left[id] >= 0 && (best < 0 || left[id] >= left[best])) {
                    best = id;
                }
            }
            return best;
        }
    }

    /** Nobody's mistake yet: reaches p squared. */
    @Lookalike(todo = "4.1.2.d")
    public static class LessOfIt extends PlainSteps {
        @Override
        boolean isShort(double sum, float p) {
            return sum < p * p;
        }
    }

    /** Squares. */
    @Lookalike(todo = "4.1.2.e", of = "probabilities-squared")
    public static class Squares extends PlainSteps {
        @Override
        int pick(double[] shares, float uniform) {
            double[] squares = shares.clone();
            for (int id = 0; id < squares.length; id++) {
                squares[id] *= squares[id];
            }
            return super.pick(squares, uniform);
        }
    }

    /** The likeliest, always. */
    @Lookalike(todo = "4.1.2.e", of = "argmax")
    public static class Certain extends PlainSteps {
        @Override
        int pick(double[] shares, float uniform) {
            int best = 0;
            for (int id = 0; id < shares.length; id++) {
                best = shares[id] > shares[best] ? id : best;
            }
            return best;
        }
    }

    /** Temperature 1, always. */
    @Lookalike(todo = "4.1.2.e", of = "temperature-ignored")
    public static class AlwaysOne extends PlainSteps {
        @Override
        double[] shares(float[] row, float tau) {
            return super.shares(row, 1);
        }
    }

    /** All that are left, alike. */
    @Lookalike(todo = "4.1.2.e", of = "uniform-over-the-kept")
    public static class Alike extends PlainSteps {
        @Override
        int pick(double[] shares, float uniform) {
            double[] alike = shares.clone();
            for (int id = 0; id < alike.length; id++) {
                alike[id] = alike[id] > 0 ? 1 : 0;
            }
            return super.pick(alike, uniform);
        }
    }

    /** Nobody's mistake yet: the square root of the number that was drawn. */
    @Lookalike(todo = "4.1.2.e")
    public static class Skewed extends PlainSteps {
        @Override
        int pick(double[] shares, float uniform) {
            return super.pick(shares, (float) Math.sqrt(uniform));
        }
    }
}
