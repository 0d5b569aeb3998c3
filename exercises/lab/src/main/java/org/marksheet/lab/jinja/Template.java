package org.marksheet.lab.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/**
 * A text with holes in the language of Jinja.
 *
 * @see <a href="https://jinja.palletsprojects.com/en/stable/templates/">The language</a>
 */
public final class Template {
    private final String name;
    private final Statement all;

    private Template(String name, Statement all) {
        this.name = name;
        this.all = all;
    }

    /**
     * Reads a template.
     *
     * @param name says in messages where the template comes from, such as a file
     * @param source its text
     * @throws TemplateException if it is no template, or uses what is not known here
     */
    public static Template parse(String name, String source) {
        Lexer lexer = new Lexer(source);
        List<Token> tokens;
        try {
            tokens = lexer.tokens();
        } catch (Problem e) {
            throw new TemplateException(name, lexer.line(), e);
        }
        Parser parser = new Parser(tokens);
        try {
            return new Template(name, parser.template());
        } catch (Problem e) {
            throw new TemplateException(name, parser.line(), e);
        }
    }

    /**
     * Prints the template.
     *
     * @param variables by name: strings, booleans, longs, doubles, lists, maps with keys that are strings, null, or functions from
     *     a string to a string, which refuse what they do not know with an {@link IllegalArgumentException}
     * @throws TemplateException if the template refuses these values ({@code raise_exception}), or asks of them what cannot be done
     */
    public String render(Map<String, Object> variables) {
        Scope scope = new Scope(functions());
        variables.forEach((variable, value) -> scope.set(variable, value instanceof UnaryOperator<?> function
                ? callable(function) : value));
        Output output = new Output();
        try {
            all.run(scope, output);
        } catch (Problem e) {
            throw new TemplateException(name, output.line(), e);
        } catch (ArithmeticException e) {
            throw new TemplateException(name, output.line(), Problem.value("A number became too large."));
        }
        return output.text();
    }

    private static Map<String, Object> functions() {
        Callable namespace = arguments -> new Namespace(new LinkedHashMap<>(arguments.atMost(0, names(arguments)).named()));
        Callable dict = arguments -> new LinkedHashMap<>(arguments.atMost(0, names(arguments)).named());
        Callable refuse = arguments -> {
            throw Problem.value("The template refuses these messages: " + arguments.text(0, "message"));
        };
        Callable range = arguments -> range(arguments.atMost(3));
        return Map.of("namespace", namespace, "dict", dict, "raise_exception", refuse, "range", range);
    }

    /** Only functions of strings are handed in. */
    @SuppressWarnings("unchecked")
    private static Callable callable(UnaryOperator<?> function) {
        return arguments -> {
            try {
                return ((UnaryOperator<String>) function).apply(arguments.atMost(1).text(0, "argument"));
            } catch (IllegalArgumentException e) {
                throw Problem.unknown(e.getMessage());
            }
        };
    }

    private static String[] names(Arguments arguments) {
        return arguments.named().keySet().toArray(String[]::new);
    }

    private static List<Object> range(Arguments arguments) {
        boolean one = arguments.positional().size() == 1;
        long begin = one ? 0 : Values.integer(arguments.get(0, "start"), "start");
        long end = Values.integer(arguments.get(one ? 0 : 1, "stop"), "stop");
        long step = Values.integer(arguments.get(2, "step", 1L), "step");
        if (step == 0 || (end - begin) / step > 100_000) {
            throw Problem.value("A range from " + begin + " to " + end + " by " + step + " has no end or is too long.");
        }
        return new ArrayList<>(LongStream.iterate(begin, i -> step > 0 ? i < end : i > end, i -> i + step).boxed().toList());
    }
}
