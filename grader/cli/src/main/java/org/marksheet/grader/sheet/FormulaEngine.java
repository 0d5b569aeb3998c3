package org.marksheet.grader.sheet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.regex.Pattern;
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

    // Change it with any change of spaced() and bare(), so that no build takes over what an older one rendered.
    private static final int REVISION = 1;

    // A minus after an operator, a comma or an opening bracket is a sign; MathML would space it as a difference.
    private static final Pattern SIGN = Pattern.compile(
            "((?:<mo\\b[^>]*>[^<)\\]}|]+</mo>|^<math[^>]*><mrow>)(?:<mspace[^>]*></mspace>)*)<mo>([\u2212+])</mo>");
    private static final Pattern FUNCTION =
            Pattern.compile("(?<=</m(?:i|n|sub|sup|subsup|frac|row)>)(<mi(?: mathvariant=\"normal\")?>\\p{L}{2,}</mi><mo>\u2061</mo>)");

    private static final Pattern ARGUMENT = Pattern.compile(
            "(<mi(?: mathvariant=\"normal\")?>\\p{L}{2,}</mi><mo>\u2061</mo>)(?!<mo\\b[^>]*>[(\\[{|\u2223]|<mspace|</mrow>)");

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

    /** Returns what tells apart two engines that render differently. */
    static String name() {
        return "katex " + version() + " revision " + REVISION;
    }

    private static String version() {
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
            return spaced(bare(render.execute(formula.tex(), formula.display()).asString()));
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

    private static String spaced(String math) {
        String signed = SIGN.matcher(math).replaceAll("$1<mo form=\"prefix\">$2</mo>");
        // A browser without a font for mathematics forgets the space after a comma.
        signed = signed.replace("<mo separator=\"true\">", "<mo separator=\"true\" lspace=\"0em\" rspace=\"0.17em\">");
        String apart = FUNCTION.matcher(signed).replaceAll("<mspace width=\"0.17em\"></mspace>$1");
        return ARGUMENT.matcher(apart).replaceAll("$1<mspace width=\"0.17em\"></mspace>");
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
