package org.marksheet.lab.plot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.marksheet.lab.log.RunFolder;
import org.marksheet.lab.log.Sample;

/** Writes one or more runs as a page that is one file, works offline and needs no script. */
public final class RunPage {
    private RunPage() {}

    /**
     * Writes a page.
     *
     * @param file where to
     * @param runs one or more, in the order of their colours
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, List<RunFolder> runs) throws IOException {
        StringBuilder page = new StringBuilder();
        String title = String.join(" and ", runs.stream().map(RunFolder::name).toList());
        page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>")
                .append(Html.escaped(title)).append("</title><style>\n").append(style()).append("</style></head><body><main>\n<h1>")
                .append(Html.escaped(title)).append("</h1>\n");
        for (int run = 0; run < runs.size(); run++) {
            headline(page, runs.get(run), run);
        }
        page.append("<h2>Curves</h2><p class=\"note\">Across: updates. A point is a batch, the line a running mean; green is where a"
                + " healthy run stays.</p><div class=\"curves\">\n");
        for (Curve curve : Curve.ALL) {
            List<double[]> series = runs.stream().map(run -> RunWarnings.series(run, curve.figure())).toList();
            page.append(new Chart(curve, series).html());
        }
        page.append("</div>\n");
        runs.forEach(run -> samples(page, run, runs.size() > 1));
        settings(page, runs);
        Files.writeString(file, page.append("</main></body></html>\n"));
    }

    private static void headline(StringBuilder page, RunFolder run, int index) {
        double[] scores = RunWarnings.series(run, "objective/scores");
        double[] kl = RunWarnings.series(run, "objective/kl");
        page.append(String.format(Locale.ROOT, "<section class=\"run r%d\"><p class=\"head\"><span class=\"key\"></span><b>%s</b> score "
                        + "<b>%.2f &rarr; %.2f</b>, divergence <b>%.1f</b> nats, %d updates</p>",
                index % Html.RUNS, Html.escaped(run.name()), RunWarnings.head(scores), RunWarnings.tail(scores), RunWarnings.tail(kl),
                run.rows().size()));
        List<String> warnings = RunWarnings.of(run);
        if (warnings.isEmpty()) {
            page.append("<p class=\"fine\">Nothing looks wrong. Read the samples all the same: a curve cannot.</p>");
        } else {
            page.append("<ul class=\"warnings\">");
            warnings.forEach(warning -> page.append("<li>").append(Html.escaped(warning)).append("</li>"));
            page.append("</ul>");
        }
        page.append("</section>\n");
    }

    private static void samples(StringBuilder page, RunFolder run, boolean named) {
        if (run.samples().isEmpty()) {
            return;
        }
        page.append("<h2>Samples").append(named ? " of " + Html.escaped(run.name()) : "").append("</h2>\n<table class=\"samples\">")
                .append("<thead><tr><th>prompt</th><th colspan=\"2\">before</th><th colspan=\"2\">after</th></tr></thead><tbody>\n");
        for (Sample sample : run.samples()) {
            page.append("<tr><th scope=\"row\">").append(Html.escaped(sample.prompt())).append("</th>");
            text(page, sample.before(), sample.rewardBefore());
            text(page, sample.after(), sample.rewardAfter());
            page.append("</tr>\n");
        }
        page.append("</tbody></table>\n");
    }

    private static void text(StringBuilder page, String text, double reward) {
        double share = Math.max(0, Math.min(1, reward));
        page.append(String.format(Locale.ROOT, "<td class=\"reward\" style=\"--share:%.2f\">%.2f</td><td>%s</td>",
                share, reward, Html.escaped(text)));
    }

    private static void settings(StringBuilder page, List<RunFolder> runs) {
        Set<String> names = new LinkedHashSet<>();
        runs.forEach(run -> names.addAll(run.settings().keySet()));
        page.append("<h2>Settings</h2>\n<table class=\"settings\"><thead><tr><th>option</th>");
        runs.forEach(run -> page.append("<th>").append(Html.escaped(run.name())).append("</th>"));
        page.append("</tr></thead><tbody>\n");
        for (String name : names) {
            List<String> values = runs.stream().map(run -> shown(run.settings().get(name))).toList();
            page.append(values.stream().distinct().count() > 1 ? "<tr class=\"differs\">" : "<tr>").append("<th scope=\"row\">")
                    .append(Html.escaped(name)).append("</th>");
            values.forEach(value -> page.append("<td>").append(Html.escaped(value)).append("</td>"));
            page.append("</tr>\n");
        }
        page.append("</tbody></table>\n");
    }

    private static String shown(Object value) {
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
            return String.valueOf(number.longValue());
        }
        return value == null ? "" : value.toString();
    }

    private static String style() throws IOException {
        try (InputStream in = RunPage.class.getResourceAsStream("page.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
