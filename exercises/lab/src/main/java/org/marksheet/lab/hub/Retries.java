package org.marksheet.lab.hub;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;

/**
 * How often to try, and how long to wait in between: what the server asks for, or else each time about twice as long.
 *
 * @param tries in all, at least one
 * @param longestPause a server that wants us to wait longer is given up
 * @param sleeper lets time pass
 * @param jitter in [0, 1), so that a course room does not come back all at once
 */
record Retries(int tries, Duration longestPause, Sleeper sleeper, DoubleSupplier jitter) {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST_UNASKED = Duration.ofSeconds(30);

    /** Something that a server answers or not. */
    @FunctionalInterface
    interface Request<T> {
        T send() throws Unanswered;
    }

    /**
     * Asks until there is an answer.
     *
     * @param subject what it is about
     * @param worthwhile which failures another try may mend
     * @throws Unanswered the last failure, when there are no more tries
     */
    <T> T ask(String subject, Request<T> request, Predicate<Unanswered> worthwhile, DownloadProgress progress)
            throws Unanswered {
        for (int failures = 1; true; failures++) {
            try {
                return request.send();
            } catch (Unanswered e) {
                if (!worthwhile.test(e)) {
                    throw e;
                }
                pause(subject, failures, e, progress);
            }
        }
    }

    /**
     * Waits before the next try.
     *
     * @param failures so far, from 1 on
     * @param last what went wrong
     * @throws Unanswered {@code last}, if there is no next try
     */
    void pause(String subject, int failures, Unanswered last, DownloadProgress progress) throws Unanswered {
        Duration pause = last.retryAfter().orElseGet(() -> unasked(failures));
        if (failures >= tries || pause.compareTo(longestPause) > 0) {
            throw last;
        }
        progress.note(subject + ": " + last.getMessage() + ". Trying again in " + Math.max(1, pause.toSeconds()) + " s.");
        sleeper.rest(pause);
    }

    private Duration unasked(int failures) {
        long doubled = FIRST.toMillis() << Math.min(failures - 1, 10);
        long capped = Math.min(doubled, LONGEST_UNASKED.toMillis());
        return Duration.ofMillis((long) (capped * (0.5 + 0.5 * jitter.getAsDouble())));
    }
}
