package org.marksheet.sheet41.toyworld.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the notation that the top of {@code reviews.grammar} explains. */
public final class GrammarReader {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** Keeps the first words of a list frequent without making the last ones rare. */
    private static final int LIST_OFFSET = 3;

    private final Map<String, List<Alternative>> strict = new LinkedHashMap<>();
    private final Map<String, List<Alternative>> replaced = new LinkedHashMap<>();

    private GrammarReader() {}

    /**
     * Reads a grammar.
     *
     * @param text the notation
     * @return the grammar as written, and with the rules after {@code [relaxed]} in place of theirs
     * @throws IllegalArgumentException if the text is not a grammar; the message holds the rule
     */
    public static Readings read(String text) {
        GrammarReader reader = new GrammarReader();
        boolean isRelaxed = false;
        for (String rule : rules(text)) {
            if (rule.equals("[relaxed]")) {
                isRelaxed = true;
            } else {
                reader.add(rule, isRelaxed ? reader.replaced : reader.strict);
            }
        }
        Map<String, List<Alternative>> relaxed = new LinkedHashMap<>(reader.strict);
        relaxed.putAll(reader.replaced);
        return new Readings(new Grammar(reader.strict), new Grammar(relaxed));
    }

    /**
     * What a text says about a language.
     *
     * @param strict what is drawn
     * @param relaxed what is still understood
     */
    public record Readings(Grammar strict, Grammar relaxed) {}

    /** Joins the lines of a rule: those that begin with a blank go on. */
    private static List<String> rules(String text) {
        List<String> rules = new ArrayList<>();
        for (String line : text.lines().filter(any -> !any.startsWith("#") && !any.isBlank()).toList()) {
            if (Character.isWhitespace(line.charAt(0))) {
                rules.set(rules.size() - 1, rules.get(rules.size() - 1) + " " + line.strip());
            } else {
                rules.add(line.strip());
            }
        }
        return rules;
    }

    private void add(String rule, Map<String, List<Alternative>> rules) {
        List<String> parts = List.of(BLANKS.split(rule, 2));
        String head = parts.get(0);
        if (parts.size() < 2) {
            throw new IllegalArgumentException("a rule must read 'Name: ...' or 'Name = ...', not '" + rule + "'");
        }
        Set<String> polarities = head.contains("@") ? Set.of("+-", "-+") : Set.of("  ");
        for (String polarity : polarities) {
            String name = polarise(head, polarity).replace(":", "");
            String body = polarise(parts.get(1), polarity);
            boolean isList = body.startsWith("= ");
            if (rules.put(name, isList ? list(body.substring(2)) : choice(body)) != null) {
                throw new IllegalArgumentException("there are two rules for " + name);
            }
        }
    }

    private static String polarise(String text, String polarity) {
        return text.replace('@', polarity.charAt(0)).replace('~', polarity.charAt(1));
    }

    private static List<Alternative> list(String words) {
        List<String> all = words(words).toList();
        double sum = 0;
        for (int rank = 0; rank < all.size(); rank++) {
            sum += 1.0 / (rank + LIST_OFFSET);
        }
        List<Alternative> alternatives = new ArrayList<>();
        for (int rank = 0; rank < all.size(); rank++) {
            alternatives.add(new Alternative(1.0 / (rank + LIST_OFFSET) / sum, List.of(part(all.get(rank)))));
        }
        return alternatives;
    }

    private static List<Alternative> choice(String body) {
        List<List<String>> bodies = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        double sum = 0;
        for (String alternative : body.split("\\|")) {
            List<String> parts = words(alternative).toList();
            boolean isWeighted = parts.size() > 1 && parts.get(0).chars().allMatch(Character::isDigit);
            double weight = isWeighted ? Double.parseDouble(parts.get(0)) : 1;
            weights.add(weight);
            bodies.add(isWeighted ? parts.subList(1, parts.size()) : parts);
            sum += weight;
        }
        List<Alternative> alternatives = new ArrayList<>();
        for (int i = 0; i < bodies.size(); i++) {
            alternatives.add(
                    new Alternative(weights.get(i) / sum, bodies.get(i).stream().map(GrammarReader::part).toList()));
        }
        return alternatives;
    }

    private static Stream<String> words(String text) {
        return BLANKS.splitAsStream(text.strip()).filter(word -> !word.isEmpty());
    }

    private static Part part(String name) {
        return new Part(name, Character.isUpperCase(name.charAt(0)));
    }
}
