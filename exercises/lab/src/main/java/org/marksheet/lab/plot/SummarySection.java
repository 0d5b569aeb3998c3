package org.marksheet.lab.plot;

import java.util.List;
import org.marksheet.lab.log.RunFolder;

/** The top of a page: of each run what it comes to, and what its figures warn of. */
final class SummarySection {
    private final Runs runs;

    SummarySection(Runs runs) {
        this.runs = runs;
    }

    String html() {
        StringBuilder html = new StringBuilder("<section class=\"summary\" aria-label=\"Summary\">\n");
        for (int i = 0; i < runs.all().size(); i++) {
            RunFolder run = runs.all().get(i);
            html.append("<article class=\"summary\">\n");
            if (!runs.single()) {
                html.append("<h2>").append(runs.mark(i)).append(Html.escape(runs.name(i))).append("</h2>\n");
            }
            html.append(tiles(Headline.of(run))).append(warnings(RunWarnings.of(run))).append("</article>\n");
        }
        return html.append("</section>\n").toString();
    }

    private static String tiles(Headline headline) {
        StringBuilder html = new StringBuilder("<dl class=\"tiles\">\n");
        if (headline.scoreFirst().isPresent()) {
            double first = headline.scoreFirst().getAsDouble();
            double last = headline.scoreLast().getAsDouble();
            html.append(tile("Mean score", Numbers.reward(first) + " \u2192 " + Numbers.reward(last),
                    (last >= first ? "+" : "") + Numbers.reward(last - first) + ", first to last tenth"));
        }
        headline.kl().ifPresent(kl -> html.append(tile("KL at the end", Numbers.show(kl), "nats, last tenth")));
        html.append(tile("Updates", Numbers.whole(headline.updates()), headline.episodes().isPresent()
                ? Numbers.whole(Math.round(headline.episodes().getAsDouble())) + " episodes" : "\u00A0"));
        headline.seconds().ifPresent(seconds -> html.append(tile("Time", duration(seconds), "by tokens/s")));
        return html.append("</dl>\n").toString();
    }

    private static String tile(String name, String value, String note) {
        return "<div><dt>%s</dt><dd>%s</dd><dd class=\"note\">%s</dd></div>\n".formatted(name, value, note);
    }

    private static String duration(double seconds) {
        long whole = Math.round(seconds);
        return whole < 100 ? whole + " s" : whole < 6000 ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }

    private static String warnings(List<RunWarning> warnings) {
        if (warnings.isEmpty()) {
            return """
                    <p class="calm">No warnings. Not everything shows in these figures: read the samples, too.</p>
                    """;
        }
        StringBuilder html = new StringBuilder("<ul class=\"warnings\" aria-label=\"Warnings\">\n");
        for (RunWarning warning : warnings) {
            html.append("<li><strong>%s</strong> %s <span class=\"where\"><b>Look at:</b> %s</span></li>\n".formatted(
                    Html.escape(warning.finding()), Html.escape(warning.meaning()), Html.escape(warning.where())));
        }
        return html.append("</ul>\n").toString();
    }
}
