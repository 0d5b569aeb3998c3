package org.marksheet.lab.plot;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The settings of a page, a column for each run; where runs differ, it shows. */
final class SettingsSection {
    private static final String ABSENT = "\u2013";

    private final Runs runs;

    SettingsSection(Runs runs) {
        this.runs = runs;
    }

    String html() {
        Set<String> names = new LinkedHashSet<>();
        runs.all().forEach(run -> names.addAll(run.settings().keySet()));
        StringBuilder html = new StringBuilder("<section aria-labelledby=\"settings\">\n<h2 id=\"settings\">Settings</h2>\n");
        if (names.isEmpty()) {
            return html.append("<p class=\"lead\">None.</p>\n</section>\n").toString();
        }
        if (!runs.single()) {
            html.append("<p class=\"lead\">Marked \u2260 where runs differ.</p>\n");
        }
        html.append("""
                <div class="scroll" role="region" aria-labelledby="settings" tabindex="0"><table class="settings">
                <thead><tr><th scope="col">Option</th>\
                """);
        for (int i = 0; i < runs.all().size(); i++) {
            html.append("<th scope=\"col\">").append(runs.mark(i)).append(Html.escape(runs.name(i))).append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        names.forEach(name -> html.append(row(name)));
        return html.append("</tbody>\n</table></div>\n</section>\n").toString();
    }

    private String row(String name) {
        List<String> values = IntStream.range(0, runs.all().size())
                .mapToObj(i -> runs.all().get(i).settings().getOrDefault(name, ABSENT))
                .toList();
        boolean differ = values.stream().distinct().count() > 1;
        StringBuilder html = new StringBuilder(differ ? "<tr class=\"differ\">" : "<tr>");
        html.append("<th scope=\"row\">").append(Html.escape(name)).append(differ ? " <span>\u2260</span>" : "").append("</th>");
        values.forEach(value -> html.append("<td>").append(Html.escape(shown(value))).append("</td>"));
        return html.append("</tr>\n").toString();
    }

    /** Java writes .0002 as 2.0E-4. */
    private static String shown(String value) {
        return value.matches("-?\\d+\\.\\d+E-?\\d+") ? value.replace(".0E", "e").replace('E', 'e') : value;
    }
}
