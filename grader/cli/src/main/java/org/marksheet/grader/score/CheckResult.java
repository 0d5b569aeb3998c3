package org.marksheet.grader.score;

import java.math.BigDecimal;
import org.marksheet.grader.checks.Example;
import org.marksheet.grader.checks.Outcome;

/**
 * A check's part of a {@link Result}.
 *
 * @param id {@code 4.1.9.a/clips-for-both-signs}
 * @param todo {@code 4.1.9.a}
 * @param earned all of its points or none
 * @param possible its points in the sheet
 * @param status its outcome
 * @param mistake a name of the catalogue, or null
 * @param message what went wrong, in words for the student; null if it passed
 * @param example a case that went wrong, or null
 * @param millis how long it took
 */
public record CheckResult(
        String id,
        String todo,
        BigDecimal earned,
        BigDecimal possible,
        Outcome status,
        String mistake,
        String message,
        Example example,
        long millis) {}
