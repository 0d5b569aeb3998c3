package org.marksheet.grader.report;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.extension.AbstractExtension;
import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.extension.escaper.SafeString;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.marksheet.grader.sheet.SheetHtml;

/**
 * The templates of pages and texts. What a template prints is escaped, as HTML or as Markdown, unless it comes
 * from a filter here. Templates see only public methods, so the views have some.
 */
final class Templates {
    private final PebbleEngine html;
    private final PebbleEngine markdown;
    private final Map<String, String> rendered = new ConcurrentHashMap<>();

    Templates(SheetHtml sheetHtml) {
        UnaryOperator<String> words = text -> rendered.computeIfAbsent(text, key -> sheetHtml.html(key, 5));
        UnaryOperator<String> line = text -> words.apply(text).replaceAll("^<p>|</p>$", "");
        html = engine(Map.of("words", filter(words), "line", filter(line)))
                .defaultEscapingStrategy("html")
                .build();
        // In Markdown a line end means something; the templates say with "-%}" where one is not meant.
        markdown = engine(Map.of(
                        "words", filter(UnaryOperator.identity()),
                        "line", filter(UnaryOperator.identity()),
                        "fenced", filter(MarkdownText::fenced),
                        "told", figure(figure -> MarkdownText.fenced(Draughtsman.words(figure)))))
                .newLineTrimming(false)
                .addEscapingStrategy("markdown", MarkdownText::escape)
                .defaultEscapingStrategy("markdown")
                .build();
    }

    String html(String name, Map<String, Object> values) {
        return evaluate(html, name, values);
    }

    String markdown(String name, Map<String, Object> values) {
        return evaluate(markdown, name, values);
    }

    private static String evaluate(PebbleEngine engine, String name, Map<String, Object> values) {
        try {
            PebbleTemplate template = engine.getTemplate(name);
            StringWriter out = new StringWriter();
            template.evaluate(out, values, Locale.ENGLISH);
            return out.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PebbleEngine.Builder engine(Map<String, Filter> filters) {
        ClasspathLoader loader = new ClasspathLoader(Templates.class.getClassLoader());
        loader.setPrefix("org/marksheet/grader/report");
        return new PebbleEngine.Builder()
                .loader(loader)
                .strictVariables(true)
                .extension(new AbstractExtension() {
                    @Override
                    public Map<String, Filter> getFilters() {
                        return filters;
                    }
                });
    }

    private static Filter filter(UnaryOperator<String> function) {
        return made(input -> function.apply(String.valueOf(input)));
    }

    private static Filter figure(Function<Figure, String> function) {
        return made(input -> function.apply((Figure) input));
    }

    private static Filter made(Function<Object, String> function) {
        return new Filter() {
            @Override
            public List<String> getArgumentNames() {
                return List.of();
            }

            @Override
            public Object apply(
                    Object input, Map<String, Object> args, PebbleTemplate self, EvaluationContext context, int line) {
                return new SafeString(function.apply(input));
            }
        };
    }
}
