package org.marksheet.sheet41.generation.lookalikes;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.sheet41.generation.Sampling;

/**
 * Right steps from logits to a token, one row of Java numbers at a time.
 *
 * <p>Each step is there to be got wrong. Derived from no other implementation of this sheet.
 */
class PlainSteps implements Sampling {
    static final float GONE = Float.NEGATIVE_INFINITY;

    /** What happens to one row. */
    interface Change {
        void to(float[] row);
    }

    @Override
    public final NDArray temperature(NDArray logits, float temperature) {
        check(temperature);
        return each(logits, row -> temper(row, temperature));
    }

    @Override
    public final NDArray minNewTokens(NDArray logits, int newTokens, int minimum, int eosId) {
        return each(logits, row -> hold(row, minimum - newTokens, eosId));
    }

    @Override
    public final NDArray topK(NDArray logits, int k) {
        if (k < 0) {
            throw new IllegalArgumentException("k is negative: " + k);
        }
        return each(logits, row -> {
            if (k > 0 && k < row.length) {
                largest(row, k);
            }
        });
    }

    @Override
    public final NDArray topP(NDArray logits, float p) {
        if (p > 1 || !(p > 0)) {
            throw new IllegalArgumentException("p is out of range: " + p);
        }
        return each(logits, row -> {
            if (p < 1) {
                nucleus(row, p);
            }
        });
    }

    @Override
    public final NDArray sample(NDArray logits, float temperature, RandomSource random) {
        check(temperature);
        int rows = (int) logits.getShape().get(0);
        int width = (int) logits.getShape().get(1);
        float[] numbers = logits.toFloatArray();
        float[] uniform = temperature == 0 ? new float[rows] : random.uniform(rows).toFloatArray();
        long[] ids = new long[rows];
        for (int row = 0; row < rows; row++) {
            float[] own = Arrays.copyOfRange(numbers, row * width, (row + 1) * width);
            ids[row] = temperature == 0 ? best(own) : pick(shares(own, temperature), uniform[row]);
        }
        return logits.getManager().create(ids);
    }

    private static void check(float temperature) {
        if (!(temperature >= 0)) {
            throw new IllegalArgumentException("tau is out of range: " + temperature);
        }
    }

    void temper(float[] row, float tau) {
        for (int id = 0; id < row.length && tau != 0; id++) {
            row[id] = row[id] / tau;
        }
    }

    void hold(float[] row, int missing, int eosId) {
        if (missing > 0) {
            row[eosId] = GONE;
        }
    }

    void largest(float[] row, int k) {
        float[] copy = row.clone();
        for (int id = 0; id < row.length; id++) {
            if (above(copy, copy[id]) >= k) {
                row[id] = GONE;
            }
        }
    }

    static int above(float[] row, float bar) {
        int count = 0;
        for (float each : row) {
            count += each > bar ? 1 : 0;
        }
        return count;
    }

    /** Takes the likeliest that is left, again and again, until p is reached. */
    void nucleus(float[] row, float p) {
        double[] left = shares(row, 1);
        boolean[] taken = new boolean[row.length];
        double sum = 0;
        while (isShort(sum, p)) {
            int next = next(left);
            if (next < 0) {
                break;
            }
            sum += left[next];
            taken[next] = true;
            left[next] = -1;
        }
        for (int id = 0; id < row.length; id++) {
            row[id] = taken[id] ? row[id] : GONE;
        }
    }

    boolean isShort(double sum, float p) {
        return sum < p;
    }

    int next(double[] left) {
        int best = -1;
        for (int id = 0; id < left.length; id++) {
            if (left[id] >= 0 && (best < 0 || left[id] > left[best])) {
                best = id;
            }
        }
        return best;
    }

    int best(float[] row) {
        int best = 0;
        for (int id = 1; id < row.length; id++) {
            if (row[id] > row[best]) {
                best = id;
            }
        }
        return best;
    }

    double[] shares(float[] row, float tau) {
        double top = Double.NEGATIVE_INFINITY;
        for (float each : row) {
            top = Math.max(top, each);
        }
        double[] shares = new double[row.length];
        double sum = 0;
        for (int id = 0; id < row.length; id++) {
            shares[id] = Math.exp((row[id] - top) / tau);
            sum += shares[id];
        }
        for (int id = 0; id < row.length; id++) {
            shares[id] /= sum;
        }
        return shares;
    }

    int pick(double[] shares, float uniform) {
        double total = 0;
        for (double share : shares) {
            total += share;
        }
        double rest = uniform * total;
        int last = 0;
        for (int id = 0; id < shares.length; id++) {
            if (shares[id] == 0) {
                continue;
            }
            last = id;
            rest -= shares[id];
            if (rest < 0) {
                break;
            }
        }
        return last;
    }

    static NDArray each(NDArray logits, Change change) {
        int width = (int) logits.getShape().get(1);
        float[] numbers = logits.toFloatArray();
        for (int from = 0; from < numbers.length; from += width) {
            float[] row = Arrays.copyOfRange(numbers, from, from + width);
            change.to(row);
            System.arraycopy(row, 0, numbers, from, width);
        }
        return logits.getManager().create(numbers, logits.getShape());
    }
}
