package org.marksheet.lab.plot;

import java.util.List;
import java.util.Locale;
import org.marksheet.lab.log.RunFolder;
import org.marksheet.lab.log.Sample;

/** The samples of a page, before and after training side by side. */
final class SampleSection {
    /** Of all runs together, so that the page stays small. */
    private static final int MOST_SAMPLES = 120;

    private static final int FEWEST_SAMPLES_OF_A_RUN = 5;
    private static final int MOST_CHARACTERS = 800;

    /** As much colour as leaves the number on it readable, in the light and in the dark. */
    private static final double STRONGEST = .5;

    private final Runs runs;
    private final RewardScale scale;

    SampleSection(Runs runs) {
        this.runs = runs;
        this.scale = RewardScale.of(runs.all().stream().flatMap(run -> run.samples().stream()).toList());
    }

    String html() {
        StringBuilder html = new StringBuilder("<section aria-labelledby=\"samples\">\n<h2 id=\"samples\">Samples</h2>\n");
        if (runs.all().stream().allMatch(run -> run.samples().isEmpty())) {
            return html.append("<p class=\"lead\">None yet: they are written at the end of a run.</p>\n</section>\n").toString();
        }
        html.append("<p class=\"lead\">Prompts are grey, continuations bold. ").append(scale.words())
                .append("</p>\n");
        for (int i = 0; i < runs.all().size(); i++) {
            html.append(samples(i));
        }
        return html.append("</section>\n").toString();
    }

    private String samples(int index) {
        RunFolder run = runs.all().get(index);
        int most = Math.max(FEWEST_SAMPLES_OF_A_RUN, MOST_SAMPLES / runs.all().size());
        List<Sample> shown = run.samples().subList(0, Math.min(most, run.samples().size()));
        StringBuilder html = new StringBuilder();
        if (!runs.single()) {
            html.append("<h3>").append(runs.mark(index)).append(Html.escape(runs.name(index))).append("</h3>\n");
        }
        if (shown.isEmpty()) {
            return html.append("<p class=\"lead\">None yet.</p>\n").toString();
        }
        html.append("""
                <table class="samples">
                <thead><tr><th scope="col">Before</th><th scope="col">After</th></tr></thead>
                <tbody>
                """);
        for (Sample sample : shown) {
            html.append("<tr>").append(cell("Before", sample.prompt(), sample.before(), sample.rewardBefore(), ""))
                    .append(cell("After", sample.prompt(), sample.after(), sample.rewardAfter(), change(sample)))
                    .append("</tr>\n");
        }
        html.append("</tbody>\n</table>\n");
        int more = run.samples().size() - shown.size();
        if (more > 0) {
            html.append("<p class=\"lead\">").append(Numbers.whole(more)).append(" more in samples.jsonl.</p>\n");
        }
        return html.toString();
    }

    private String cell(String when, String prompt, String continuation, double reward, String change) {
        double share = scale.share(reward);
        return """
                <td data-when="%s"><div class="sample"><span class="reward %s" style="--t:%s">%s</span>\
                <p dir="auto"><span class="prompt">%s</span><span class="said">%s</span></p>%s</div></td>\
                """.formatted(when, share < 0 ? "low" : "high",
                String.format(Locale.ROOT, "%.2f", STRONGEST * Math.abs(share)), Numbers.reward(reward),
                Html.escape(cut(prompt)), Html.escape(cut(continuation)), change);
    }

    private static String change(Sample sample) {
        double change = sample.rewardAfter() - sample.rewardBefore();
        return "<span class=\"change\"><span class=\"unseen\">changed by </span>%s%s</span>".formatted(change > 0 ? "+" : "",
                Numbers.reward(change));
    }

    private static String cut(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "\u2026";
    }
}
