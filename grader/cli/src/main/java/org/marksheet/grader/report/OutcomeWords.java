package org.marksheet.grader.report;

import java.util.Locale;
import org.marksheet.grader.checks.Outcome;

/** What outcomes are called before students. */
final class OutcomeWords {
    private OutcomeWords() {}

    static String of(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> "passed";
            case FAILED -> "wrong value";
            case THREW -> "stopped before it answered";
            case TIMEOUT -> "no answer in time";
            case TODO -> "not written yet";
            case UNCOMPILED -> "does not compile";
        };
    }

    /** Returns the outcome as the style sheet calls it. */
    static String kind(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
