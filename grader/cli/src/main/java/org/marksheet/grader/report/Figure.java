package org.marksheet.grader.report;

import java.util.List;

/** A picture as the page draws it: words are clean, lengths are worked out. */
sealed interface Figure {
    /** Returns which of the records it is, for the template. */
    String kind();

    String caption();

    /** Cells in rows. */
    record Strip(String caption, List<Row> rows) implements Figure {
        @Override
        public String kind() {
            return "strip";
        }
    }

    /** A row of cells. */
    record Row(String role, String label, List<Cell> cells) {}

    /** A cell; it is off from what is expected, or not. */
    record Cell(boolean on, boolean wrong) {}

    /** Groups of bars. */
    record Bars(String caption, List<Group> groups) implements Figure {
        @Override
        public String kind() {
            return "bars";
        }
    }

    /** The bars of one label. */
    record Group(String label, List<Bar> bars) {}

    /** A bar; where it begins and how long it is are percent of the room. */
    record Bar(String role, String name, String number, String from, String length) {}

    /**
     * A curve.
     *
     * @param path of an SVG of {@link Plot#WIDTH} by {@link Plot#HEIGHT}
     * @param spots what is marked
     * @param places the marks in words, a row for each x
     */
    record Curve(
            String caption,
            String xLabel,
            String yLabel,
            String path,
            List<Tick> xTicks,
            List<Tick> yTicks,
            List<Spot> spots,
            List<Place> places)
            implements Figure {
        @Override
        public String kind() {
            return "curve";
        }
    }

    /** A number at an axis. */
    record Tick(String at, String number) {}

    /** A mark. */
    record Spot(String role, String x, String y) {}

    /** The numbers at one x; empty where there is none. */
    record Place(String x, String given, String yours, String expected) {}
}
