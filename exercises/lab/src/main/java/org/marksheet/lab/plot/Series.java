package org.marksheet.lab.plot;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A figure of a run as it is drawn. Not a record: arrays.
 *
 * <p>Of a long run, only the lowest and the highest of several updates side by side are drawn, so that no peak is lost.
 */
final class Series {
    private final int[] updates;
    private final double[] values;
    private final double[] smooth;

    private Series(int[] updates, double[] values, double[] smooth) {
        this.updates = updates;
        this.values = values;
        this.smooth = smooth;
    }

    /**
     * Returns a series.
     *
     * @param all a value for each update; NaN and infinite ones leave a gap
     * @param points how many to draw at most, from 2 on
     */
    static Series of(double[] all, int points) {
        double[] smooth = smooth(all);
        int[] kept = all.length <= points ? IntStream.range(0, all.length).toArray() : extremes(all, points);
        return new Series(
                Arrays.stream(kept).map(i -> i + 1).toArray(),
                Arrays.stream(kept).mapToDouble(i -> all[i]).toArray(),
                Arrays.stream(kept).mapToDouble(i -> smooth[i]).toArray());
    }

    /** Returns over how many updates the mean is taken around each, fewer at the ends: an odd number. */
    static int window(int updates) {
        return Math.max(3, updates / 10) | 1;
    }

    private static double[] smooth(double[] all) {
        int reach = window(all.length) / 2;
        double[] smooth = new double[all.length];
        for (int i = 0; i < all.length; i++) {
            smooth[i] = Arrays.stream(all, Math.max(0, i - reach), Math.min(all.length, i + reach + 1))
                    .filter(Double::isFinite).average().orElse(Double.NaN);
        }
        return smooth;
    }

    private static int[] extremes(double[] all, int points) {
        int buckets = points / 2;
        return IntStream.range(0, buckets)
                .flatMap(bucket -> {
                    int from = (int) ((long) all.length * bucket / buckets);
                    int to = (int) ((long) all.length * (bucket + 1) / buckets);
                    int low = from;
                    int high = from;
                    for (int i = from; i < to; i++) {
                        low = all[i] < all[low] ? i : low;
                        high = all[i] > all[high] ? i : high;
                    }
                    return IntStream.of(Math.min(low, high), Math.max(low, high)).distinct();
                })
                .toArray();
    }

    int size() {
        return updates.length;
    }

    /** Counted from 1. */
    int update(int i) {
        return updates[i];
    }

    double value(int i) {
        return values[i];
    }

    double smooth(int i) {
        return smooth[i];
    }
}
