package org.marksheet.lab.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A curve of one or more runs as SVG: each update a faint point, the line an exponential mean of the last few updates.
 *
 * @param curve what is shown
 * @param series of each run, an entry an update; may hold NaN
 */
record Chart(Curve curve, List<double[]> series) {
    private static final int WIDTH = 360;
    private static final int HEIGHT = 190;
    private static final int LEFT = 46;
    private static final int RIGHT = 10;
    private static final int TOP = 8;
    private static final int BOTTOM = 26;
    private static final double FADING = .75;
    private static final int TICKS = 4;

    /** Returns the figure with its caption. */
    String html() {
        double[] range = range();
        int updates = series.stream().mapToInt(numbers -> numbers.length).max().orElse(0);
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(Locale.ROOT, "<figure><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
                WIDTH, HEIGHT, Html.escaped(curve.title() + ": " + words())));
        if (!Double.isNaN(curve.healthyFrom())) {
            double upper = y(Math.min(range[1], curve.healthyTo()), range);
            double lower = y(Math.max(range[0], curve.healthyFrom()), range);
            if (lower > upper) {
                svg.append(String.format(Locale.ROOT, "<rect class=\"healthy\" x=\"%d\" y=\"%.1f\" width=\"%d\" height=\"%.1f\"/>",
                        LEFT, upper, WIDTH - LEFT - RIGHT, lower - upper));
            }
        }
        for (double tick : Ticks.between(range[0], range[1], TICKS)) {
            svg.append(String.format(Locale.ROOT,
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/><text class=\"tick\" x=\"%d\" y=\"%.1f\">%s</text>",
                    LEFT, WIDTH - RIGHT, y(tick, range), y(tick, range), LEFT - 6, y(tick, range) + 3.5, Ticks.label(tick)));
        }
        for (double tick : Ticks.between(1, Math.max(2, updates), TICKS)) {
            svg.append(String.format(Locale.ROOT, "<text class=\"update\" x=\"%.1f\" y=\"%d\">%s</text>",
                    x(tick - 1, updates), HEIGHT - BOTTOM + 16, Ticks.label(tick)));
        }
        for (int run = 0; run < series.size(); run++) {
            svg.append("<g class=\"run r").append(run % Html.RUNS).append("\">").append(points(series.get(run), updates, range))
                    .append("<path d=\"").append(path(series.get(run), updates, range)).append("\"/></g>");
        }
        return svg.append("</svg><figcaption><b>").append(Html.escaped(curve.title())).append("</b> ")
                .append(Html.escaped(curve.hint())).append(" <code>").append(Html.escaped(curve.figure()))
                .append("</code></figcaption></figure>\n").toString();
    }

    private String words() {
        List<String> words = new ArrayList<>();
        for (double[] numbers : series) {
            double[] smooth = smoothed(numbers);
            words.add(smooth.length == 0 ? "nothing" : Ticks.label(numbers[0]) + " at first, " + Ticks.label(smooth[smooth.length - 1])
                    + " at last");
        }
        return String.join("; ", words);
    }

    private double[] range() {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double[] numbers : series) {
            for (double number : numbers) {
                if (Double.isFinite(number)) {
                    low = Math.min(low, number);
                    high = Math.max(high, number);
                }
            }
        }
        if (low > high) {
            return new double[] {0, 1};
        }
        double room = high > low ? (high - low) * .05 : Math.max(1e-6, Math.abs(high) * .1);
        return new double[] {low - room, high + room};
    }

    private static double[] smoothed(double[] numbers) {
        double[] smooth = new double[numbers.length];
        double mean = Double.NaN;
        for (int i = 0; i < numbers.length; i++) {
            if (Double.isFinite(numbers[i])) {
                mean = Double.isNaN(mean) ? numbers[i] : FADING * mean + (1 - FADING) * numbers[i];
            }
            smooth[i] = mean;
        }
        return smooth;
    }

    private static String points(double[] numbers, int updates, double[] range) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < numbers.length; i++) {
            if (Double.isFinite(numbers[i])) {
                points.append(String.format(
                        Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"1.6\"/>", x(i, updates), y(numbers[i], range)));
            }
        }
        return points.toString();
    }

    private static String path(double[] numbers, int updates, double[] range) {
        StringBuilder path = new StringBuilder();
        double[] smooth = smoothed(numbers);
        for (int i = 0; i < smooth.length; i++) {
            if (!Double.isNaN(smooth[i])) {
                path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", x(i, updates), y(smooth[i], range)));
            }
        }
        return path.toString();
    }

    private static double x(double update, int updates) {
        return LEFT + update / Math.max(1, updates - 1) * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double number, double[] range) {
        return TOP + (range[1] - number) / (range[1] - range[0]) * (HEIGHT - TOP - BOTTOM);
    }
}
