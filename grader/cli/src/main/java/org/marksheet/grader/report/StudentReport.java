package org.marksheet.grader.report;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.marksheet.grader.score.Result;
import org.marksheet.grader.sheet.Formulas;
import org.marksheet.grader.sheet.SheetHtml;
import org.marksheet.grader.sheet.SheetText;

/**
 * Writes what a student reads: a page that is one file and works offline, and the same as Markdown.
 *
 * <p>Safe for use by several threads.
 */
public final class StudentReport {
    /** No report is larger, so that mail and learning platforms take it. */
    static final int MOST_BYTES = 300_000;

    // From generous to meagre: the first that fits is taken.
    private static final List<Amount> AMOUNTS = List.of(
            new Amount(4000, true), new Amount(1000, true), new Amount(1000, false), new Amount(300, false),
            new Amount(100, false), new Amount(40, false));

    private final SheetText sheet;
    private final Reveal reveal;
    private final Templates templates;

    /** Makes a writer for one sheet. */
    public StudentReport(SheetText sheet, Formulas formulas, Reveal reveal) {
        this.sheet = sheet;
        this.reveal = reveal;
        this.templates = new Templates(new SheetHtml(formulas));
    }

    /** Returns {@code report.html}. */
    public String html(Result result) {
        return fitting(result, view -> templates.html("report.html", Map.of("r", view)));
    }

    /** Returns {@code feedback.md}. */
    public String markdown(Result result) {
        return fitting(result, view -> templates.markdown("feedback.md", Map.of("r", view)))
                .replaceAll("\n{3,}", "\n\n")
                .stripLeading();
    }

    private String fitting(Result result, Function<ReportView, String> writer) {
        String text = "";
        for (Amount amount : AMOUNTS) {
            text = writer.apply(new ReportComposer(sheet, reveal, amount.limit(), amount.drawn()).compose(result));
            if (text.getBytes(StandardCharsets.UTF_8).length < MOST_BYTES) {
                break;
            }
        }
        return text;
    }

    /** How much a report may hold: characters of a value, and whether there are pictures. */
    private record Amount(int limit, boolean drawn) {}
}
