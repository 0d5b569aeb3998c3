package org.marksheet.grader.sheet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;

/**
 * KaTeX, run by GraalJS: seconds to load, then milliseconds a formula.
 *
 * <p>Not thread-safe; {@link Formulas} locks around it.
 */
final class FormulaEngine {
    private static final String POM = "/META-INF/maven/org.webjars.npm/katex/pom.properties";

    private final Value render;

    FormulaEngine() {
        // The context lives as long as the process: a closed one could not render the next formula.
        Context context = Context.newBuilder("js")
                .option("engine.WarnInterpreterOnly", "false")
                .out(OutputStream.nullOutputStream())
                .err(new ByteArrayOutputStream())
                .build();
        context.eval("js", resource("/META-INF/resources/webjars/katex/" + version() + "/dist/katex.min.js"));
        render = context.eval("js", "(tex, display) => katex.renderToString(tex,"
                + " {output: 'mathml', displayMode: display, throwOnError: true, strict: 'ignore'})");
    }

    /** Returns the version of KaTeX on the class path. */
    static String version() {
        Properties properties = new Properties();
        try (InputStream in = FormulaEngine.class.getResourceAsStream(POM)) {
            if (in == null) {
                throw new IllegalStateException("KaTeX (org.webjars.npm:katex) is not on the class path.");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    /**
     * Returns a formula as a {@code math} element.
     *
     * @throws FormulaException if KaTeX does not understand it
     */
    String mathMl(Formula formula) {
        try {
            return bare(render.execute(formula.tex(), formula.display()).asString());
        } catch (PolyglotException e) {
            throw new FormulaException(e.getMessage().replaceFirst("^(Error|ParseError): ", ""));
        }
    }

    /** Drops KaTeX's wrapper and the copy of the TeX source, which a third of each formula would be. */
    private static String bare(String html) {
        String math = html.substring(html.indexOf("<math"), html.lastIndexOf("</math>") + "</math>".length());
        return math.replaceAll("(?s)<annotation\\b.*?</annotation>", "")
                .replaceAll("</?semantics>", "")
                .replace(" xmlns=\"http://www.w3.org/1998/Math/MathML\"", "");
    }

    private static String resource(String name) {
        try (InputStream in = FormulaEngine.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("KaTeX has no file " + name + ".");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
