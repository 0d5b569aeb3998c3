package org.marksheet.lab.hub;

import java.time.Duration;

/**
 * How long to wait for a server.
 *
 * @param answer until a connection stands, and then until an answer begins
 * @param idle until the next byte of a file
 */
public record Timeouts(Duration answer, Duration idle) {
    /** Rejects what is not above zero. */
    public Timeouts {
        if (answer.isNegative() || answer.isZero() || idle.isNegative() || idle.isZero()) {
            throw new IllegalArgumentException("answer is " + answer + " and idle is " + idle + "; both must be above 0");
        }
    }

    /** Returns 10 and 30 seconds. */
    public static Timeouts defaults() {
        return new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30));
    }
}
