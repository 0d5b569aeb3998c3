package org.marksheet.lab.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * A straight scale from values to places.
 *
 * @param low the value at {@code from}
 * @param high the value at {@code to}, above {@code low}
 * @param from a place, in units of the drawing
 * @param to a place, in units of the drawing
 */
record Axis(double low, double high, double from, double to) {
    /** Returns an axis that has some room beyond the values, and an extent even if they have none. */
    static Axis around(double low, double high, double from, double to) {
        double room = high > low ? .06 * (high - low) : Math.max(.1 * Math.abs(low), .05);
        return new Axis(low - room, high + room, from, to);
    }

    double place(double value) {
        return from + (value - low) / (high - low) * (to - from);
    }

    double clamped(double value) {
        return place(Math.max(low, Math.min(high, value)));
    }

    /** Returns round values on the axis, about as many as asked for. */
    List<Double> ticks(int about) {
        double step = step(about);
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step); i * step <= high; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** Returns how many decimals tell those values apart. */
    int decimals(int about) {
        return (int) Math.max(0, -Math.floor(Math.log10(step(about)) + 1e-9));
    }

    private double step(int about) {
        double rough = (high - low) / about;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double lead = rough / power;
        return power * (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10);
    }
}
