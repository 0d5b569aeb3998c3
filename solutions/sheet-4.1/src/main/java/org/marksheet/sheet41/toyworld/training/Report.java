package org.marksheet.sheet41.toyworld.training;

import java.util.Locale;
import java.util.function.Consumer;

/**
 * Says how a training goes.
 *
 * @param lines gets a line at a time
 */
record Report(Consumer<String> lines) {
    private static final int REPORT_EVERY = 100;
    private static final int LOOK_EVERY = 500;

    /** Says something, in the notation of {@link String#format(String, Object...)}. */
    void say(String format, Object... values) {
        lines.accept(String.format(Locale.ROOT, format, values));
    }

    /**
     * Returns what says the mean loss of every hundred steps.
     *
     * @param name of the model
     * @param look done every five hundred steps, for example to save
     */
    Progress progress(String name, Runnable look) {
        long start = System.nanoTime();
        float[] sum = new float[1];
        return (steps, loss) -> {
            sum[0] += loss;
            if (steps % REPORT_EVERY == 0) {
                say("%s: step %d, loss %.4f, %.0f s", name, steps, sum[0] / REPORT_EVERY, (System.nanoTime() - start) / 1e9);
                sum[0] = 0;
            }
            if (steps % LOOK_EVERY == 0) {
                look.run();
            }
        };
    }
}
