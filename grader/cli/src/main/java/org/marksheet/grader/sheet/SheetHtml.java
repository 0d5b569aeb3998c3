package org.marksheet.grader.sheet;

import com.vladsch.flexmark.ast.Heading;
import com.vladsch.flexmark.ext.tables.TablesExtension;
import com.vladsch.flexmark.html.HtmlRenderer;
import com.vladsch.flexmark.parser.Parser;
import com.vladsch.flexmark.util.ast.Document;
import com.vladsch.flexmark.util.ast.Node;
import com.vladsch.flexmark.util.data.MutableDataSet;
import java.util.List;

/**
 * Turns a sheet's Markdown into HTML: tables, code, and formulas as MathML, with nothing that needs a script.
 *
 * <p>A sheet is trusted, so HTML in it stays as it is. Never pass it what a submission wrote. Safe for use by
 * several threads.
 */
public final class SheetHtml {
    // Characters that no sheet uses stand for formulas while Markdown is parsed.
    private static final char BEGIN = '\uE000';
    private static final char END = '\uE001';

    private final Formulas formulas;
    private final Parser parser;
    private final HtmlRenderer renderer;

    /** Makes a renderer that gets its formulas from the given ones. */
    public SheetHtml(Formulas formulas) {
        this.formulas = formulas;
        MutableDataSet options = new MutableDataSet();
        options.set(Parser.EXTENSIONS, List.of(TablesExtension.create()));
        options.set(TablesExtension.COLUMN_SPANS, false);
        options.set(TablesExtension.DISCARD_EXTRA_COLUMNS, true);
        options.set(TablesExtension.APPEND_MISSING_COLUMNS, true);
        parser = Parser.builder(options).build();
        renderer = HtmlRenderer.builder(options).build();
    }

    /**
     * Returns a text as HTML.
     *
     * @throws FormulaException if a formula is wrong
     */
    public String html(String markdown) {
        return html(markdown, 1);
    }

    /**
     * Returns a text as HTML whose headings fit below those of a page.
     *
     * @param topLevel the level, 1 to 6, that the text's highest heading gets
     * @throws FormulaException if a formula is wrong
     */
    public String html(String markdown, int topLevel) {
        StringBuilder text = new StringBuilder();
        List<FormulaScanner.Placed> placed = scan(markdown);
        int from = 0;
        for (int i = 0; i < placed.size(); i++) {
            text.append(markdown, from, placed.get(i).start()).append(BEGIN).append(i).append(END);
            from = placed.get(i).end();
        }
        text.append(markdown.substring(from));
        Document document = parser.parse(text.toString());
        shiftHeadings(document, topLevel);
        return withFormulas(renderer.render(document), placed).strip();
    }

    private static List<FormulaScanner.Placed> scan(String markdown) {
        try {
            return FormulaScanner.scan(markdown);
        } catch (FormulaScanner.UnclosedFormula e) {
            throw new FormulaException(e.getMessage());
        }
    }

    private static void shiftHeadings(Document document, int topLevel) {
        int highest = 6;
        for (Node node : document.getDescendants()) {
            highest = node instanceof Heading heading ? Math.min(highest, heading.getLevel()) : highest;
        }
        for (Node node : document.getDescendants()) {
            if (node instanceof Heading heading) {
                heading.setLevel(Math.min(6, heading.getLevel() - highest + topLevel));
            }
        }
    }

    private String withFormulas(String html, List<FormulaScanner.Placed> placed) {
        StringBuilder out = new StringBuilder();
        int from = 0;
        int begin = html.indexOf(BEGIN);
        while (begin >= 0) {
            int end = html.indexOf(END, begin);
            Formula formula = placed.get(Integer.parseInt(html.substring(begin + 1, end))).formula();
            out.append(html, from, begin).append(formulas.mathMl(formula));
            from = end + 1;
            begin = html.indexOf(BEGIN, from);
        }
        return out.append(html.substring(from)).toString();
    }
}
