package org.marksheet.lab.plot;

import java.util.Objects;

/**
 * Something in the figures of a run that a healthy run does not have.
 *
 * @param finding what was seen, with the value and the update: a sentence
 * @param meaning what is probably wrong
 * @param where what to look at next
 */
public record RunWarning(String finding, String meaning, String where) {
    /** Rejects a missing text. */
    public RunWarning {
        Objects.requireNonNull(finding, "finding");
        Objects.requireNonNull(meaning, "meaning");
        Objects.requireNonNull(where, "where");
    }
}
