package org.marksheet.grader.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * An axis: where numbers lie on a drawing, whose SVG is as large as the constants say.
 *
 * @param least the number at its beginning
 * @param most the number at its end
 */
record Plot(double least, double most) {
    static final double WIDTH = 360;
    static final double HEIGHT = 190;
    static final double LEFT = 46;
    static final double RIGHT = 350;
    static final double TOP = 8;
    static final double BOTTOM = 152;

    /** Returns an axis that holds all finite numbers, with a little room around them. */
    static Plot around(DoubleStream numbers) {
        double[] finite = numbers.filter(Double::isFinite).toArray();
        double least = DoubleStream.of(finite).min().orElse(0);
        double most = DoubleStream.of(finite).max().orElse(1);
        double room = most > least ? (most - least) * .06 : Math.max(1e-6, Math.abs(most) * .1);
        return new Plot(least - room, most + room);
    }

    /** Returns an axis that reaches to a number, but no further than its own length away. */
    Plot reaching(double number) {
        double length = most - least;
        return Double.isFinite(number)
                ? new Plot(
                        Math.min(least, Math.max(number - length * .06, least - length)),
                        Math.max(most, Math.min(number + length * .06, most + length)))
                : this;
    }

    /** Returns the place of a number between two ends; one beyond the axis lies at its end. */
    double place(double number, double from, double to) {
        double share = (Math.min(most, Math.max(least, number)) - least) / (most - least);
        return from + share * (to - from);
    }

    String x(double number) {
        return length(place(number, LEFT, RIGHT));
    }

    String y(double number) {
        return length(place(number, BOTTOM, TOP));
    }

    /** Returns two to five round numbers. */
    List<Double> ticks() {
        double rough = (most - least) / 4;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = rough <= 2 * power ? 2 * power : rough <= 5 * power ? 5 * power : 10 * power;
        List<Double> ticks = new ArrayList<>();
        double first = Math.ceil(least / step);
        for (int i = 0; i < 10 && (first + i) * step <= most; i++) {
            ticks.add((first + i) * step);
        }
        return ticks;
    }

    /** Returns a length with two decimals. */
    static String length(double length) {
        return String.format(Locale.ROOT, "%.2f", length);
    }

    /** Returns a number for people, of four digits. */
    static String number(double number) {
        if (!Double.isFinite(number)) {
            return Double.isNaN(number) ? "NaN" : number > 0 ? "infinity" : "−infinity";
        }
        double size = Math.abs(number);
        if (size < 1e-12) {
            return "0";
        }
        String text = size >= 1e6 || size < 1e-4
                ? String.format(Locale.ROOT, "%.3e", number)
                : new BigDecimal(number)
                        .round(new MathContext(4))
                        .stripTrailingZeros()
                        .toPlainString();
        return text.replace('-', '−');
    }
}
