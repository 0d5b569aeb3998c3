package org.marksheet.lab.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** Round numbers along an axis. */
final class Ticks {
    private Ticks() {}

    /** Returns multiples of 1, 2 or 5 times a power of ten, about so many. */
    static List<Double> between(double low, double high, int about) {
        double rough = (high - low) / about;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = rough / power < 1.5 ? power : rough / power < 3.5 ? 2 * power : rough / power < 7.5 ? 5 * power : 10 * power;
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step); i * step <= high; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** Returns a number with as few digits as tell it. */
    static String label(double number) {
        if (!Double.isFinite(number)) {
            return String.valueOf(number);
        }
        BigDecimal rounded = new BigDecimal(number, new MathContext(4)).stripTrailingZeros();
        return Math.abs(number) < 1e-12 ? "0" : rounded.abs().compareTo(new BigDecimal("1e-4")) < 0 ? rounded.toString() : rounded.toPlainString();
    }
}
