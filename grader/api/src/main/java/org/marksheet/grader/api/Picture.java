package org.marksheet.grader.api;

import java.util.ArrayList;
import java.util.List;

/**
 * What a student's report draws beside a check that failed: data only, the report chooses how it looks.
 *
 * <p>A check hands it to {@link Watch#show} before it asserts. All parts are bounded, since an answer may be of any
 * size: of a longer list the first {@link #MOST} are kept and said to be the first, long words are cut. No
 * constructor throws for what an answer holds; NaN and infinities are told in words.
 */
public sealed interface Picture {
    /** The most cells of a row, bars of a series, and points of a curve. */
    int MOST = 64;

    /** The most rows of a strip and series of bars. */
    int MOST_ROWS = 8;

    /** Returns one sentence or phrase that says what is drawn. */
    String caption();

    /** Whose numbers they are. */
    enum Role {
        /** What the method was given. */
        GIVEN,
        /** What the student's method answered. */
        YOURS,
        /** What was expected. */
        EXPECTED
    }

    /**
     * Rows of cells that are on or off: a mask. A cell of a {@code YOURS} row is marked where an {@code EXPECTED}
     * row below or above it has the other value.
     *
     * @param rows in order
     */
    record Strip(String caption, List<Row> rows) implements Picture {
        /** Cuts what is too long. */
        public Strip {
            caption = Cut.caption(caption);
            rows = Cut.first(rows, MOST_ROWS);
        }

        /** Draws an answer above what was expected. */
        public static Strip compared(String caption, boolean[] yours, boolean[] expected) {
            return new Strip(caption, List.of(Row.of(Role.YOURS, "yours", yours), Row.of(Role.EXPECTED, "expected", expected)));
        }

        /** Draws a mask that was given, row by row. */
        public static Strip given(String caption, boolean[]... rows) {
            List<Row> list = new ArrayList<>();
            for (boolean[] row : rows) {
                list.add(Row.of(Role.GIVEN, "row " + list.size(), row));
            }
            return new Strip(caption, list);
        }
    }

    /** A row of a strip. */
    record Row(Role role, String label, List<Boolean> cells) {
        /** Cuts what is too long. */
        public Row {
            label = Cut.label(label, cells.size());
            cells = Cut.first(cells, MOST);
        }

        /** Returns a row of an array. */
        public static Row of(Role role, String label, boolean... cells) {
            List<Boolean> list = new ArrayList<>();
            for (boolean cell : cells) {
                list.add(cell);
            }
            return new Row(role, label, list);
        }
    }

    /**
     * Bars, with a label each: a distribution, or numbers of an answer beside the expected ones. They may be
     * negative.
     *
     * @param labels of the bars
     * @param series one number a label
     */
    record Bars(String caption, List<String> labels, List<Series> series) implements Picture {
        /** Cuts what is too long. */
        public Bars {
            caption = Cut.caption(caption);
            labels = Cut.first(labels, MOST).stream().map(label -> Cut.label(label, 0)).toList();
            series = Cut.first(series, MOST_ROWS);
        }

        /** Draws an answer's numbers beside the expected ones. */
        public static Bars compared(String caption, List<String> labels, double[] yours, double[] expected) {
            return new Bars(
                    caption, labels,
                    List.of(Series.of(Role.YOURS, "yours", yours), Series.of(Role.EXPECTED, "expected", expected)));
        }

        /** Draws numbers that were given. */
        public static Bars given(String caption, List<String> labels, double... numbers) {
            return new Bars(caption, labels, List.of(Series.of(Role.GIVEN, "given", numbers)));
        }
    }

    /** Numbers of one kind among bars. */
    record Series(Role role, String name, List<Double> numbers) {
        /** Cuts what is too long. */
        public Series {
            name = Cut.label(name, numbers.size());
            numbers = Cut.first(numbers, MOST);
        }

        /** Returns a series of an array. */
        public static Series of(Role role, String name, double... numbers) {
            return new Series(role, name, Cut.list(numbers));
        }
    }

    /**
     * A function's curve, with values on or beside it. A mark that is far off is drawn at the picture's edge.
     *
     * @param x of the curve's points, growing
     * @param y as many
     * @param marks values that were asked for
     */
    record Curve(String caption, String xLabel, String yLabel, List<Double> x, List<Double> y, List<Mark> marks)
            implements Picture {
        /** Cuts what is too long. */
        public Curve {
            caption = Cut.caption(caption);
            xLabel = Cut.label(xLabel, 0);
            yLabel = Cut.label(yLabel, 0);
            x = Cut.first(x, MOST);
            y = Cut.first(y, MOST);
            marks = Cut.first(marks, MOST);
        }

        /** Returns a curve of arrays. */
        public static Curve of(
                String caption, String xLabel, String yLabel, double[] x, double[] y, List<Mark> marks) {
            return new Curve(caption, xLabel, yLabel, Cut.list(x), Cut.list(y), marks);
        }
    }

    /** A value at a place of a curve. */
    record Mark(Role role, double x, double y) {}
}
