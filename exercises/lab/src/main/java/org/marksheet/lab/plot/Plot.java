package org.marksheet.lab.plot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Draws one curve of all runs as a figure with SVG in it: points as they are, a smoothed line, the healthy band. */
final class Plot {
    private static final int WIDTH = 360;
    private static final int HEIGHT = 196;
    private static final int LEFT = 46;
    private static final int RIGHT = 14;
    private static final int TOP = 8;
    private static final int BOTTOM = 34;
    private static final int TICKS = 4;

    private final Curve curve;
    /** By the place of the run among all runs: some may not have logged this curve. */
    private final Map<Integer, double[]> runs;
    private final int points;
    private final boolean single;

    /**
     * Gets ready to draw.
     *
     * @param runs place of the run among all runs to its values; at least one
     * @param all how many runs the page shows
     * @param points how many points of a run to draw at most
     */
    Plot(Curve curve, Map<Integer, double[]> runs, int all, int points) {
        this.curve = curve;
        this.runs = new LinkedHashMap<>(runs);
        this.points = points;
        this.single = all == 1;
    }

    String html() {
        String id = curve.name().toLowerCase(Locale.ROOT).replace('_', '-');
        Axis x = new Axis(1, Math.max(2, runs.values().stream().mapToInt(values -> values.length).max().orElse(2)), LEFT,
                WIDTH - RIGHT - (single ? 0 : 10));
        Axis y = y();
        StringBuilder html = new StringBuilder();
        html.append("<figure class=\"curve\">\n<figcaption><span class=\"name\">").append(curve.title())
                .append("</span> <span class=\"unit\">").append(curve.unit()).append("</span><span class=\"readout\">")
                .append(readout()).append("</span></figcaption>\n");
        html.append(("<svg viewBox=\"0 0 %s %s\" role=\"img\" tabindex=\"0\" aria-labelledby=\"%s-title %s-desc\""
                + " data-x=\"%s %s %s\">\n").formatted(WIDTH, HEIGHT, id, id, (int) x.from(), (int) x.to(), (int) x.high()));
        html.append("<title id=\"%s-title\">%s, %s</title>\n<desc id=\"%s-desc\">%s</desc>\n"
                .formatted(id, curve.title(), curve.unit(), id, Html.escape(description())));
        curve.healthy().ifPresent(band -> html.append(band(band, y)));
        html.append(grid(x, y));
        EndLabels labels = new EndLabels();
        for (Map.Entry<Integer, double[]> run : runs.entrySet()) {
            html.append(series(run.getKey(), Series.of(run.getValue(), points), x, y, labels));
        }
        html.append(single ? "" : labels.svg());
        html.append("<line class=\"cursor\" y1=\"%s\" y2=\"%s\"/>\n</svg>\n</figure>\n".formatted(TOP, HEIGHT - BOTTOM));
        return html.toString();
    }

    private Axis y() {
        DoubleStream values = runs.values().stream().flatMapToDouble(DoubleStream::of).filter(Double::isFinite);
        DoubleStream band = curve.healthy().stream().flatMapToDouble(b -> DoubleStream.of(b.low(), b.high()));
        double[] all = DoubleStream.concat(values, band).toArray();
        return Axis.around(DoubleStream.of(all).min().orElse(0), DoubleStream.of(all).max().orElse(1), HEIGHT - BOTTOM, TOP);
    }

    private static String band(Curve.Band band, Axis y) {
        double top = y.clamped(band.high());
        double bottom = y.clamped(band.low());
        return """
                <rect class="band" x="%s" y="%s" width="%s" height="%s"/>
                <text class="band" x="%s" y="%s">healthy</text>
                """.formatted(LEFT, at(top), WIDTH - RIGHT - LEFT, at(bottom - top), WIDTH - RIGHT - 5, at(top + 12));
    }

    private static String grid(Axis x, Axis y) {
        StringBuilder grid = new StringBuilder();
        for (double tick : y.ticks(TICKS)) {
            grid.append("""
                    <line class="grid" x1="%s" x2="%s" y1="%s" y2="%s"/><text class="y" x="%s" y="%s">%s</text>
                    """.formatted(LEFT, WIDTH - RIGHT, at(y.place(tick)), at(y.place(tick)), LEFT - 7,
                    at(y.place(tick) + 3.5), Numbers.fixed(tick, y.decimals(TICKS))));
        }
        List<Double> ticks = new ArrayList<>(x.ticks(5).stream().filter(tick -> tick == Math.rint(tick)).toList());
        if (ticks.isEmpty() || ticks.get(0) > x.low()) {
            ticks.add(0, x.low());
        }
        for (double tick : ticks) {
            grid.append("<text class=\"x\" x=\"%s\" y=\"%s\">%s</text>".formatted(at(x.place(tick)), HEIGHT - BOTTOM + 15,
                    Numbers.whole(Math.round(tick))));
        }
        return grid.append("<text class=\"x label\" x=\"%s\" y=\"%s\">update</text>\n"
                .formatted(at((LEFT + WIDTH - RIGHT) / 2.0), HEIGHT - 4)).toString();
    }

    private String series(int run, Series series, Axis x, Axis y, EndLabels labels) {
        StringBuilder dots = new StringBuilder();
        for (int i = 0; i < series.size(); i++) {
            if (Double.isFinite(series.value(i))) {
                dots.append('M').append(at(x.place(series.update(i)))).append(' ').append(at(y.place(series.value(i))))
                        .append("h0");
            }
        }
        StringBuilder line = new StringBuilder();
        boolean gap = true;
        int last = -1;
        for (int i = 0; i < series.size(); i++) {
            if (Double.isFinite(series.smooth(i))) {
                line.append(gap ? 'M' : 'L').append(at(x.place(series.update(i)))).append(' ')
                        .append(at(y.place(series.smooth(i))));
                last = i;
            }
            gap = !Double.isFinite(series.smooth(i));
        }
        if (last >= 0) {
            labels.add(run, x.place(series.update(last)), y.place(series.smooth(last)));
        }
        return """
                <g class="run %s"%s data-u="%s" data-v="%s"><path class="raw" d="%s"/><path class="smooth" d="%s"/></g>
                """.formatted(Runs.style(run), single ? "" : " data-letter=\"" + Runs.letter(run) + "\"",
                list(series.size(), series::update), list(series.size(), series::value), dots, line);
    }

    /** Full precision would be most of the page's size. */
    private static String list(int size, IntToDoubleFunction value) {
        return String.join(",", IntStream.range(0, size)
                .mapToObj(i -> Double.isFinite(value.applyAsDouble(i))
                        ? trimmed(Float.toString(Float.parseFloat(String.format(Locale.ROOT, "%.4g",
                                value.applyAsDouble(i)))))
                        : "NaN")
                .toList());
    }

    private static String trimmed(String number) {
        return number.endsWith(".0") ? number.substring(0, number.length() - 2) : number;
    }

    private String readout() {
        if (single) {
            double[] values = runs.values().iterator().next();
            return curve.show(Tenths.first(values)) + " \u2192 " + curve.show(Tenths.last(values));
        }
        return String.join(" ", runs.entrySet().stream()
                .map(run -> "<span class=\"%s\"><b>%s</b>\u00A0%s</span>".formatted(Runs.style(run.getKey()),
                        Runs.letter(run.getKey()), curve.show(Tenths.last(run.getValue()))))
                .toList());
    }

    private String description() {
        StringBuilder text = new StringBuilder();
        runs.forEach((run, values) -> {
            DoubleStream finite = DoubleStream.of(values).filter(Double::isFinite);
            double low = finite.min().orElse(Double.NaN);
            double high = DoubleStream.of(values).filter(Double::isFinite).max().orElse(Double.NaN);
            text.append(single ? "" : "Run " + Runs.letter(run) + ": ")
                    .append("%s updates; mean of the first tenth %s, of the last tenth %s; lowest %s, highest %s. ".formatted(
                            values.length, curve.show(Tenths.first(values)), curve.show(Tenths.last(values)),
                            curve.show(low), curve.show(high)));
        });
        curve.healthy().ifPresent(band -> text.append("Healthy: ").append(Numbers.show(band.low())).append(" to ")
                .append(Numbers.show(band.high())).append('.'));
        return text.toString().strip();
    }

    static String at(double place) {
        return trimmed(Double.toString(Math.round(place * 10) / 10.0));
    }
}
