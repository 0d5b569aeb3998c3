package org.marksheet.grader.report;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Points as a page shows them.
 *
 * @param earned exact
 * @param possible exact
 */
record Points(BigDecimal earned, BigDecimal possible) {
    /** Returns exact points without exponent and trailing zeros. */
    static String plain(BigDecimal points) {
        return points.signum() == 0 ? "0" : points.stripTrailingZeros().toPlainString();
    }

    public String of() {
        return plain(earned) + " of " + plain(possible);
    }

    public String plainEarned() {
        return plain(earned);
    }

    /** Returns "1 point" or "2.5 points". */
    static String counted(BigDecimal points) {
        return plain(points) + (points.compareTo(BigDecimal.ONE) == 0 ? " point" : " points");
    }

    /** Returns the width of a bar in percent, rounded down: it is full for full marks only. */
    public String share() {
        return share(earned, possible);
    }

    static String share(BigDecimal part, BigDecimal whole) {
        if (whole.signum() <= 0) {
            return "0";
        }
        BigDecimal percent = part.multiply(BigDecimal.valueOf(100)).divide(whole, 1, RoundingMode.FLOOR);
        return plain(percent.max(BigDecimal.ZERO).min(BigDecimal.valueOf(100)));
    }

    /** Returns {@code full}, {@code part} or {@code zero}, as the style sheet calls them. */
    public String kind() {
        if (earned.signum() <= 0) {
            return "zero";
        }
        return earned.compareTo(possible) >= 0 ? "full" : "part";
    }
}
