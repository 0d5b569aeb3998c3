package org.marksheet.sheet41.toyworld.grammar;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** A probabilistic context-free grammar without recursion. Immutable. */
public final class Grammar {
    private final Map<String, List<Alternative>> rules;
    private final Map<String, Set<String>> firstWords = new LinkedHashMap<>();

    Grammar(Map<String, List<Alternative>> rules) {
        this.rules = Map.copyOf(new LinkedHashMap<>(rules));
        for (String symbol : rules.keySet()) {
            gatherFirstWords(symbol, new LinkedHashSet<>());
        }
    }

    /**
     * Draws a sentence.
     *
     * @param symbol where to begin, such as {@code Text+}
     * @param random the chance
     * @return its words; a punctuation mark is a word
     * @throws IllegalArgumentException if the grammar has no such symbol
     */
    public List<String> draw(String symbol, RandomGenerator random) {
        List<String> words = new ArrayList<>();
        draw(symbol, random, words);
        return words;
    }

    /**
     * Returns the natural logarithm of the probability of a sentence.
     *
     * @param symbol where to begin
     * @param words the sentence
     * @return in nats; negative infinity if the grammar cannot make it
     */
    public double logProbability(String symbol, List<String> words) {
        return Math.log(new Chart(this, words, false).probability(symbol));
    }

    /**
     * Returns the natural logarithm of the probability that a sentence begins with some words.
     *
     * @param symbol where to begin
     * @param words the beginning; a whole sentence counts as its own beginning
     * @return in nats; 0 for no words, negative infinity if no sentence begins so
     */
    public double logPrefixProbability(String symbol, List<String> words) {
        return Math.log(new Chart(this, words, true).probability(symbol));
    }

    /** Returns every word that occurs in a rule, sorted. */
    public Set<String> words() {
        Set<String> words = new TreeSet<>();
        for (List<Alternative> alternatives : rules.values()) {
            for (Alternative alternative : alternatives) {
                alternative.body().stream().filter(part -> !part.isSymbol()).map(Part::name).forEach(words::add);
            }
        }
        return words;
    }

    /**
     * Returns the words that a symbol's list or choice gives at once, in the order of the grammar.
     *
     * @param symbol a symbol that stands for single words
     */
    public List<String> list(String symbol) {
        return alternatives(symbol).stream().map(alternative -> alternative.body().get(0).name()).toList();
    }

    /** Returns the names of all symbols. */
    public Set<String> symbols() {
        return rules.keySet();
    }

    List<Alternative> alternatives(String symbol) {
        List<Alternative> alternatives = rules.get(symbol);
        if (alternatives == null) {
            throw new IllegalArgumentException("the grammar has no symbol " + symbol);
        }
        return alternatives;
    }

    boolean canBeginWith(String symbol, String word) {
        return firstWords.get(symbol).contains(word);
    }

    private void draw(String symbol, RandomGenerator random, List<String> words) {
        double rest = random.nextDouble();
        List<Alternative> alternatives = alternatives(symbol);
        int chosen = 0;
        // The last one takes what rounding leaves.
        while (chosen < alternatives.size() - 1 && rest >= alternatives.get(chosen).probability()) {
            rest -= alternatives.get(chosen).probability();
            chosen++;
        }
        for (Part part : alternatives.get(chosen).body()) {
            if (part.isSymbol()) {
                draw(part.name(), random, words);
            } else {
                words.add(part.name());
            }
        }
    }

    private Set<String> gatherFirstWords(String symbol, Set<String> above) {
        if (!above.add(symbol)) {
            throw new IllegalArgumentException("the symbol " + symbol + " leads back to itself: " + above);
        }
        Set<String> known = firstWords.get(symbol);
        if (known == null) {
            known = new HashSet<>();
            for (Alternative alternative : alternatives(symbol)) {
                for (int i = 0; i < alternative.body().size(); i++) {
                    Part part = alternative.body().get(i);
                    Set<String> begin = part.isSymbol() ? gatherFirstWords(part.name(), above) : Set.of(part.name());
                    if (i == 0) {
                        known.addAll(begin);
                    }
                }
            }
            firstWords.put(symbol, known);
        }
        above.remove(symbol);
        return known;
    }
}
