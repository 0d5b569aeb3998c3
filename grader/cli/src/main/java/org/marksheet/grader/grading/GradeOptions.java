package org.marksheet.grader.grading;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * How submissions are graded.
 *
 * @param seed randomised inputs are drawn from it
 * @param jobs how many submissions at once
 * @param perCheck the limit of a check
 * @param perSubmission the limit of a submission's checks together
 * @param resume whether to keep what is already graded with the same submission, sheet and grader
 * @param only the checks that are run, by id
 */
public record GradeOptions(
        long seed, int jobs, Duration perCheck, Duration perSubmission, boolean resume, Predicate<String> only) {
    /** Rejects what cannot be. */
    public GradeOptions {
        if (jobs < 1) {
            throw new IllegalArgumentException("--jobs is " + jobs + "; it must be at least 1.");
        }
        if (perCheck.isNegative() || perCheck.isZero()) {
            throw new IllegalArgumentException("--timeout is " + perCheck.toSeconds() + "; it must be at least 1 s.");
        }
        if (perSubmission.isNegative() || perSubmission.isZero()) {
            throw new IllegalArgumentException("--limit is " + perSubmission.toSeconds() + "; it must be at least 1 s.");
        }
    }
}
