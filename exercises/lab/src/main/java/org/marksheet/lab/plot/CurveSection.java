package org.marksheet.lab.plot;

import java.util.LinkedHashMap;
import java.util.Map;

/** The curves of a page, all runs in each. */
final class CurveSection {
    /** Of a run in a curve: half a pixel apart. */
    private static final int MOST_POINTS = 300;

    /** Of all runs in a curve: about 30 bytes each in a dozen curves stay under half a megabyte. */
    private static final int POINTS_OF_ALL_RUNS = 1500;

    private static final int FEWEST_POINTS = 20;

    private final Runs runs;

    CurveSection(Runs runs) {
        this.runs = runs;
    }

    String html() {
        StringBuilder html = new StringBuilder("<section aria-labelledby=\"curves\">\n<h2 id=\"curves\">Curves</h2>\n");
        html.append(legend()).append("<div class=\"curves\">\n");
        int points = Math.max(FEWEST_POINTS, Math.min(MOST_POINTS, POINTS_OF_ALL_RUNS / runs.all().size()));
        for (Curve curve : Curve.values()) {
            Map<Integer, double[]> values = new LinkedHashMap<>();
            for (int i = 0; i < runs.all().size(); i++) {
                int run = i;
                runs.all().get(i).column(curve.column()).ifPresent(column -> values.put(run, column));
            }
            if (!values.isEmpty()) {
                html.append(new Plot(curve, values, runs.all().size(), points).html());
            }
        }
        return html.append("</div>\n</section>\n").toString();
    }

    private String legend() {
        int longest = runs.all().stream().mapToInt(run -> run.rows().size()).max().orElseThrow();
        StringBuilder html = new StringBuilder("<p class=\"lead\">Dots are single updates; lines are means over %s around each."
                .formatted(runs.single() ? Series.window(longest) + " updates" : "a tenth of the updates"));
        html.append(" Above each curve stand the means of ")
                .append(runs.single() ? "the first and the last tenth." : "the last tenth.").append("</p>\n");
        if (!runs.single()) {
            html.append("<ul class=\"legend\" aria-label=\"Runs\">\n");
            for (int i = 0; i < runs.all().size(); i++) {
                html.append("<li>").append(runs.mark(i)).append(Html.escape(runs.name(i))).append("</li>\n");
            }
            html.append("</ul>\n");
        }
        return html.toString();
    }
}
