package org.marksheet.grader.checks;

import java.util.List;

/**
 * How one check ended on one subject.
 *
 * @param check its id
 * @param outcome how it ended
 * @param message what went wrong, in words; null if it passed
 * @param example a case that went wrong, or null
 * @param calls the calls that it made
 * @param millis how long it took
 */
public record CheckOutcome(
        String check, Outcome outcome, String message, Example example, List<RecordedCall> calls, long millis) {
    /** Copies the list. */
    public CheckOutcome {
        calls = List.copyOf(calls);
    }
}
