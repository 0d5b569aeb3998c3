package org.marksheet.lab.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The letters of runs at the ends of their lines, one below the other where lines end at one place. */
final class EndLabels {
    private static final double APART = 11;

    private final List<Label> labels = new ArrayList<>();

    void add(int run, double x, double y) {
        labels.add(new Label(run, x, y));
    }

    String svg() {
        StringBuilder svg = new StringBuilder();
        List<Label> placed = new ArrayList<>();
        for (Label label : labels.stream().sorted(Comparator.comparingDouble(Label::y)).toList()) {
            double y = label.y;
            for (Label above : placed) {
                if (Math.abs(above.x - label.x) < APART && y < above.y + APART) {
                    y = above.y + APART;
                }
            }
            placed.add(new Label(label.run, label.x, y));
            svg.append("<text class=\"letter %s\" x=\"%s\" y=\"%s\">%s</text>\n".formatted(Runs.style(label.run),
                    Plot.at(label.x + 5), Plot.at(y + 4), Runs.letter(label.run)));
        }
        return svg.toString();
    }

    /**
     * A letter.
     *
     * @param run place of the run among all runs
     * @param x where its line ends, in units of the drawing
     * @param y where its line ends, or below
     */
    private record Label(int run, double x, double y) {
    }
}
