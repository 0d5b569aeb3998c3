package org.marksheet.lab.plot;

import java.util.Locale;

/** Numbers as a page shows them: about three digits, the same in every country. */
final class Numbers {
    private static final int THOUSAND = 1000;
    private static final int LARGE_REWARD = 100;

    private Numbers() {
    }

    static String show(double value) {
        double size = Math.abs(value);
        String digits;
        if (Double.isNaN(value)) {
            return "NaN";
        } else if (Double.isInfinite(value)) {
            digits = "infinite";
        } else if (size == 0) {
            return "0";
        } else if (size >= 1e7 || size < 5e-4) {
            digits = String.format(Locale.ROOT, "%.1e", size).replaceFirst("e([+-])0?", "e$1").replace("e+", "e");
        } else if (size >= THOUSAND) {
            digits = whole(Math.round(size));
        } else {
            digits = String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f", size);
        }
        return signed(value, digits);
    }

    /** A reward: two decimals, unless it is so large that they say nothing. */
    static String reward(double value) {
        return Math.abs(value) < LARGE_REWARD ? fixed(value, 2) : show(value);
    }

    static String whole(long value) {
        return signed(value, String.format(Locale.ROOT, "%,d", Math.abs(value)));
    }

    static String fixed(double value, int decimals) {
        if (!Double.isFinite(value)) {
            return show(value);
        }
        String digits = String.format(Locale.ROOT, "%,." + decimals + "f", Math.abs(value));
        return digits.chars().allMatch(c -> c == '0' || c == '.') ? digits : signed(value, digits);
    }

    /** With a minus that is as wide as a digit. */
    private static String signed(double value, String digits) {
        return value < 0 ? "\u2212" + digits : digits;
    }
}
