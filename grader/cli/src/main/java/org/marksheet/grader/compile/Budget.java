package org.marksheet.grader.compile;

import java.time.Duration;

/** Time that is spent only between {@link #begin} and {@link #pause}. */
final class Budget {
    private Duration left;
    private long begun;
    private boolean running;

    Budget(Duration whole) {
        left = whole;
    }

    /**
     * Begins an attempt and returns its own budget, half of what is left: were it all, one file that hangs would
     * leave no time for the others.
     *
     * @param shortest given even if it is more than half
     */
    Budget begin(Duration shortest) {
        Duration half = left.dividedBy(2);
        Duration part = half.compareTo(shortest) < 0 ? shortest : half;
        Budget own = new Budget(part.compareTo(left) < 0 ? part : left);
        own.run();
        run();
        return own;
    }

    void pause() {
        left = left();
        running = false;
    }

    Duration left() {
        if (!running) {
            return left;
        }
        Duration rest = left.minusNanos(System.nanoTime() - begun);
        return rest.isNegative() ? Duration.ZERO : rest;
    }

    boolean spent() {
        return left().isZero();
    }

    private void run() {
        begun = System.nanoTime();
        running = true;
    }
}
