package org.marksheet.sheet41.toyworld.grammar;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Inside probabilities of one sentence: for a symbol and a start, the probability that the symbol gives the words from
 * there to each end.
 *
 * <p>For a prefix, whatever would come after the last word counts as given: a symbol that begins there has probability 1.
 *
 * @see <a href="https://aclanthology.org/J95-2002">Stolcke 1995</a>, for prefixes
 */
final class Chart {
    private final Grammar grammar;
    private final List<String> words;
    private final boolean isPrefix;
    private final Map<String, double[][]> inside = new HashMap<>();

    Chart(Grammar grammar, List<String> words, boolean isPrefix) {
        this.grammar = grammar;
        this.words = List.copyOf(words);
        this.isPrefix = isPrefix;
    }

    /** Returns the probability that a symbol gives all the words. */
    double probability(String symbol) {
        return inside(symbol, 0)[words.size()];
    }

    private double[] inside(String symbol, int start) {
        double[][] byStart = inside.computeIfAbsent(symbol, any -> new double[words.size() + 1][]);
        if (byStart[start] == null) {
            byStart[start] = compute(symbol, start);
        }
        return byStart[start];
    }

    private double[] compute(String symbol, int start) {
        double[] ends = new double[words.size() + 1];
        if (start == words.size()) {
            ends[start] = isPrefix ? 1 : 0;
            return ends;
        }
        if (grammar.canBeginWith(symbol, words.get(start))) {
            for (Alternative alternative : grammar.alternatives(symbol)) {
                add(alternative, start, ends);
            }
        }
        return ends;
    }

    private void add(Alternative alternative, int start, double[] ends) {
        double[] reached = new double[words.size() + 1];
        reached[start] = alternative.probability();
        int first = start;
        for (Part part : alternative.body()) {
            double[] next = new double[words.size() + 1];
            boolean any = false;
            for (int at = first; at <= words.size(); at++) {
                if (reached[at] > 0) {
                    any |= step(part, at, reached[at], next);
                }
            }
            if (!any) {
                return;
            }
            reached = next;
        }
        for (int end = start; end < ends.length; end++) {
            ends[end] += reached[end];
        }
    }

    private boolean step(Part part, int at, double probability, double[] next) {
        if (isPrefix && at == words.size()) {
            next[at] += probability;
            return true;
        }
        if (!part.isSymbol()) {
            boolean fits = at < words.size() && words.get(at).equals(part.name());
            if (fits) {
                next[at + 1] += probability;
            }
            return fits;
        }
        boolean any = false;
        double[] ends = inside(part.name(), at);
        for (int end = at; end < ends.length; end++) {
            if (ends[end] > 0) {
                next[end] += probability * ends[end];
                any = true;
            }
        }
        return any;
    }
}
