package org.marksheet.sheet41.generation.checks;

import ai.djl.ndarray.NDArray;
import org.marksheet.grader.api.Statistic;
import org.opentest4j.AssertionFailedError;

/**
 * How often each token must be drawn.
 *
 * <p>Pearson's chi-square with V-1 degrees of freedom; tokens of probability 0 have no degree and must not occur.
 * The bounds are the upper quantiles at 1e-8, from the closed form for an even number of degrees {@code Q(x) =
 * exp(-x/2) * sum over i < df/2 of (x/2)^i / i!}: 36.85 for 2, 53.17 for 8. So a right answer fails one test in a
 * hundred million.
 *
 * @param probabilities of each token
 */
record Frequencies(double[] probabilities) {
    private static final double BOUND_OF_TWO_DEGREES = 36.85;
    private static final double BOUND_OF_EIGHT_DEGREES = 53.17;

    /** Asserts that tokens were drawn with these probabilities. */
    void assertFit(String what, long[] ids) {
        int[] counts = counts(ids);
        double chiSquare = 0;
        int degrees = -1;
        for (int id = 0; id < counts.length; id++) {
            double expected = probabilities[id] * ids.length;
            if (expected == 0) {
                if (counts[id] > 0) {
                    throw different(what + ": token " + id + " was drawn, which has been removed", counts, ids.length);
                }
                continue;
            }
            chiSquare += Math.pow(counts[id] - expected, 2) / expected;
            degrees++;
        }
        if (chiSquare > bound(degrees)) {
            throw different(what + ": the shares of " + ids.length + " draws are not the probabilities", counts, ids.length);
        }
    }

    private static double bound(int degrees) {
        if (degrees == 2) {
            return BOUND_OF_TWO_DEGREES;
        } else if (degrees == 8) {
            return BOUND_OF_EIGHT_DEGREES;
        }
        throw new IllegalStateException("no bound for " + degrees + " degrees of freedom");
    }

    private int[] counts(long[] ids) {
        int[] counts = new int[probabilities.length];
        for (long id : ids) {
            counts[(int) id]++;
        }
        return counts;
    }

    private AssertionFailedError different(String message, int[] counts, int draws) {
        double[] shares = new double[counts.length];
        for (int id = 0; id < shares.length; id++) {
            shares[id] = (double) counts[id] / draws;
        }
        return new AssertionFailedError(message + ".", shown(probabilities), shown(shares));
    }

    private static String shown(double[] numbers) {
        StringBuilder text = new StringBuilder();
        for (double number : numbers) {
            text.append(text.isEmpty() ? "" : " ").append(Math.round(number * 1e4) / 1e4);
        }
        return text.toString();
    }

    /**
     * Returns the shares of V tokens within each of some groups of rows that follow each other.
     *
     * @param groups how many, all of the same size
     * @param vocabulary V
     * @param tolerance more than six standard deviations of the difference of two shares, see the caller
     */
    static Statistic<NDArray> shares(int groups, int vocabulary, double tolerance) {
        return new Statistic<>(
                ids -> {
                    long[] drawn = ids.toLongArray();
                    double[] shares = new double[groups * vocabulary];
                    for (int i = 0; i < drawn.length; i++) {
                        int group = (int) ((long) i * groups / drawn.length);
                        shares[group * vocabulary + (int) drawn[i]] += (double) groups / drawn.length;
                    }
                    return shares;
                },
                tolerance);
    }

    /** Returns the share of the token that was drawn most often. */
    static Statistic<NDArray> largestShare(int vocabulary, double tolerance) {
        return new Statistic<>(
                ids -> {
                    double largest = 0;
                    for (double share : shares(1, vocabulary, tolerance).of().apply(ids)) {
                        largest = Math.max(largest, share);
                    }
                    return new double[] {largest};
                },
                tolerance);
    }
}
