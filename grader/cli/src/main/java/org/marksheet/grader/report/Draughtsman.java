package org.marksheet.grader.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.marksheet.grader.api.Picture;
import org.marksheet.grader.api.Picture.Mark;
import org.marksheet.grader.api.Picture.Role;

/** Works out how a picture is drawn, and says the same in words. */
final class Draughtsman {
    private Draughtsman() {}

    static Figure figure(Picture picture) {
        if (picture instanceof Picture.Strip strip) {
            return strip(strip);
        } else if (picture instanceof Picture.Bars bars) {
            return bars(bars);
        }
        return curve((Picture.Curve) picture);
    }

    /** Returns a figure in words, several lines of plain text. */
    static String words(Figure figure) {
        List<String> lines = new ArrayList<>();
        if (figure instanceof Figure.Strip strip) {
            strip.rows().forEach(row -> lines.add(row.label() + ": "
                    + row.cells().stream().map(cell -> cell.on() ? "1" : "0").collect(Collectors.joining(" "))));
        } else if (figure instanceof Figure.Bars bars) {
            bars.groups().forEach(group -> lines.add(group.label() + ": "
                    + group.bars().stream().map(bar -> bar.name() + " " + bar.number()).collect(Collectors.joining(", "))));
        } else if (figure instanceof Figure.Curve curve) {
            curve.places().forEach(place -> lines.add(curve.xLabel() + " " + place.x() + ":" + part(" given ", place.given())
                    + part(" yours ", place.yours()) + part(" expected ", place.expected())));
        }
        return String.join("\n", lines);
    }

    private static String part(String name, String number) {
        return number.isEmpty() ? "" : name + number;
    }

    private static Figure strip(Picture.Strip strip) {
        List<Boolean> expected = strip.rows().stream()
                .filter(row -> row.role() == Role.EXPECTED)
                .map(Picture.Row::cells)
                .findFirst()
                .orElse(null);
        List<Figure.Row> rows = new ArrayList<>();
        for (Picture.Row row : strip.rows()) {
            List<Figure.Cell> cells = new ArrayList<>();
            for (boolean on : row.cells()) {
                int place = cells.size();
                boolean compared = row.role() == Role.YOURS && expected != null;
                cells.add(new Figure.Cell(on, compared && (place >= expected.size() || expected.get(place) != on)));
            }
            rows.add(new Figure.Row(css(row.role()), PlainText.name(row.label()), cells));
        }
        return new Figure.Strip(PlainText.name(strip.caption()), rows);
    }

    private static Figure bars(Picture.Bars bars) {
        // Bars begin at 0; an answer that is far off must not make all others vanish.
        Plot room = new Plot(0, 0);
        for (Picture.Series series : bars.series()) {
            if (series.role() != Role.YOURS || bars.series().size() == 1) {
                room = covering(room, series);
            }
        }
        if (room.least() == room.most()) {
            for (Picture.Series series : bars.series()) {
                room = covering(room, series);
            }
        }
        room = room.least() == room.most() ? new Plot(0, 1) : room;
        Plot axis = room;
        for (Picture.Series series : bars.series()) {
            for (double number : series.numbers()) {
                axis = Double.isFinite(number) ? further(axis, room, number) : axis;
            }
        }
        List<Figure.Group> groups = new ArrayList<>();
        for (int i = 0; i < bars.labels().size(); i++) {
            List<Figure.Bar> group = new ArrayList<>();
            for (Picture.Series series : bars.series()) {
                if (i < series.numbers().size()) {
                    group.add(bar(series, series.numbers().get(i), axis));
                }
            }
            groups.add(new Figure.Group(PlainText.name(bars.labels().get(i)), group));
        }
        return new Figure.Bars(PlainText.name(bars.caption()), groups);
    }

    private static Plot covering(Plot room, Picture.Series series) {
        double[] finite = series.numbers().stream().mapToDouble(number -> number).filter(Double::isFinite).toArray();
        return new Plot(
                Math.min(room.least(), DoubleStream.of(finite).min().orElse(0)),
                Math.max(room.most(), DoubleStream.of(finite).max().orElse(0)));
    }

    private static Plot further(Plot axis, Plot room, double number) {
        double length = room.most() - room.least();
        return new Plot(
                Math.min(axis.least(), Math.max(number, room.least() - length)),
                Math.max(axis.most(), Math.min(number, room.most() + length)));
    }

    private static Figure.Bar bar(Picture.Series series, double number, Plot axis) {
        double zero = axis.place(0, 0, 100);
        double end = Double.isNaN(number) ? zero : axis.place(number, 0, 100);
        return new Figure.Bar(
                css(series.role()), PlainText.name(series.name()), Plot.number(number),
                Plot.length(Math.min(zero, end)), Plot.length(Math.abs(end - zero)));
    }

    private static Figure curve(Picture.Curve curve) {
        Plot x = Plot.around(DoubleStream.concat(numbers(curve.x()), curve.marks().stream().mapToDouble(Mark::x)));
        Plot room = Plot.around(numbers(curve.y()));
        Plot y = room;
        for (Mark mark : curve.marks()) {
            Plot reached = room.reaching(mark.y());
            y = new Plot(Math.min(y.least(), reached.least()), Math.max(y.most(), reached.most()));
        }
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (int i = 0; i < Math.min(curve.x().size(), curve.y().size()); i++) {
            boolean drawn = Double.isFinite(curve.x().get(i)) && Double.isFinite(curve.y().get(i));
            if (drawn) {
                path.append(pen ? "L" : "M").append(x.x(curve.x().get(i))).append(' ').append(y.y(curve.y().get(i)));
            }
            pen = drawn;
        }
        List<Figure.Spot> spots = new ArrayList<>();
        for (Mark mark : curve.marks()) {
            if (!Double.isNaN(mark.x()) && !Double.isNaN(mark.y())) {
                spots.add(new Figure.Spot(css(mark.role()), x.x(mark.x()), y.y(mark.y())));
            }
        }
        Plot height = y;
        return new Figure.Curve(
                PlainText.name(curve.caption()), PlainText.name(curve.xLabel()), PlainText.name(curve.yLabel()),
                path.toString(),
                x.ticks().stream().map(tick -> new Figure.Tick(x.x(tick), Plot.number(tick))).toList(),
                y.ticks().stream().map(tick -> new Figure.Tick(height.y(tick), Plot.number(tick))).toList(),
                spots, places(curve.marks()));
    }

    private static List<Figure.Place> places(List<Mark> marks) {
        TreeMap<Double, List<Mark>> byX = new TreeMap<>();
        marks.forEach(mark -> byX.computeIfAbsent(mark.x(), x -> new ArrayList<>()).add(mark));
        List<Figure.Place> places = new ArrayList<>();
        byX.forEach((x, here) -> places.add(new Figure.Place(
                Plot.number(x), at(here, Role.GIVEN), at(here, Role.YOURS), at(here, Role.EXPECTED))));
        return places;
    }

    private static String at(List<Mark> marks, Role role) {
        return marks.stream()
                .filter(mark -> mark.role() == role)
                .map(mark -> Plot.number(mark.y()))
                .collect(Collectors.joining(", "));
    }

    private static DoubleStream numbers(List<Double> numbers) {
        return numbers.stream().mapToDouble(number -> number);
    }

    private static String css(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
