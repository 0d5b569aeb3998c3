package org.marksheet.lab.plot;

import java.util.Arrays;

/** A figure at the two ends of a run, where one update alone would say little: a batch is noisy. */
final class Tenths {
    private Tenths() {
    }

    /** Returns the mean over the first tenth of all updates, at least one of them. */
    static double first(double[] values) {
        return mean(values, 0, size(values));
    }

    /** Returns the mean over the last tenth of all updates, at least one of them. */
    static double last(double[] values) {
        return mean(values, values.length - size(values), values.length);
    }

    private static int size(double[] values) {
        return (values.length + 9) / 10;
    }

    private static double mean(double[] values, int from, int to) {
        return Arrays.stream(values, from, to).average().orElse(Double.NaN);
    }
}
