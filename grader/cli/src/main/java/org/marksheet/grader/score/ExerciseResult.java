package org.marksheet.grader.score;

import java.math.BigDecimal;
import java.util.List;

/**
 * An exercise's part of a {@link Result}.
 *
 * @param id {@code 4.1.9}
 * @param title from the sheet
 * @param earned exact points
 * @param possible exact points
 * @param checks in the sheet's order
 */
public record ExerciseResult(
        String id, String title, BigDecimal earned, BigDecimal possible, List<CheckResult> checks) {
    /** Copies the list. */
    public ExerciseResult {
        checks = List.copyOf(checks);
    }
}
