package org.marksheet.grader.score;

import java.math.BigDecimal;
import java.util.List;

/**
 * The result record of one submission, {@code marksheet/result/v1}.
 *
 * @param submission the submission's name
 * @param sheet the sheet's id
 * @param status whether it was graded
 * @param reason why it was not, in words; null if it was
 * @param earned exact points; null if {@code status} is {@link Status#ERROR}
 * @param possible exact points of the whole sheet, without bonus
 * @param bonus points earned on bonus exercises
 * @param unmarked points that wait for a person
 * @param notes what a person should know, such as files that were ignored
 * @param exercises in the sheet's order
 * @param digests of what went in
 * @param run how it ran
 */
public record Result(
        String submission,
        String sheet,
        Status status,
        String reason,
        BigDecimal earned,
        BigDecimal possible,
        BigDecimal bonus,
        BigDecimal unmarked,
        List<String> notes,
        List<ExerciseResult> exercises,
        Digests digests,
        Run run) {
    /** Copies the lists. */
    public Result {
        notes = List.copyOf(notes);
        exercises = List.copyOf(exercises);
    }

    /** Whether a submission was graded. */
    public enum Status {
        /** All checks have an outcome. */
        GRADED,
        /** The submission itself cannot be taken; it earned nothing. */
        REJECTED,
        /** A fault of the machine or the grader; no score. */
        ERROR
    }

    /**
     * What went in.
     *
     * @param submission {@code sha256:...} of the files that were taken
     * @param sheet {@code sha256:...} of the sheet's text and checks
     * @param grader the grader's version
     */
    public record Digests(String submission, String sheet, String grader) {}

    /**
     * How it ran.
     *
     * @param seed randomised inputs were drawn from it
     * @param device {@code cpu} or {@code gpu}
     * @param sandbox {@code bwrap} or {@code none}
     * @param seconds wall time of this submission
     */
    public record Run(long seed, String device, String sandbox, double seconds) {}
}
