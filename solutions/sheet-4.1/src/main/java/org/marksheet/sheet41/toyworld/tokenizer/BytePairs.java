package org.marksheet.sheet41.toyworld.tokenizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Byte-pair encoding learnt from texts: begin with bytes, then join the most frequent neighbours again and again.
 *
 * <p>A text is first cut as GPT-2 does, and nothing is joined across a cut. A word keeps the blank before it; the first word
 * gets one too, so that no word exists twice.
 *
 * @param tokens the bytes, then one token for each merge, then the token that ends a text
 * @param merges which neighbours are joined, the first first; each is two tokens with a blank between
 * @see <a href="https://arxiv.org/abs/1508.07909">Sennrich et al. 2016, algorithm 1</a>, on bytes: GPT-2
 */
public record BytePairs(List<String> tokens, List<String> merges) {
    /** Begins, ends and fills texts, as GPT-2's one special token does. */
    public static final String END_OF_TEXT = "<|endoftext|>";

    private static final Pattern CUT = Pattern.compile(
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);

    /** Copies the lists. */
    public BytePairs {
        tokens = List.copyOf(tokens);
        merges = List.copyOf(merges);
    }

    /**
     * Learns from texts.
     *
     * @param texts in lower case
     * @param size how many tokens there shall be, bytes and end of text included
     * @throws IllegalArgumentException if the texts have too few pairs for so many
     */
    public static BytePairs learn(Iterable<String> texts, int size) {
        ByteLetters letters = new ByteLetters();
        Map<String, Integer> counts = count(texts, letters);
        Set<String> tokens = new LinkedHashSet<>();
        letters.alphabet().chars().forEach(letter -> tokens.add(Character.toString(letter)));
        List<String> merges = new ArrayList<>();
        Map<List<String>, Integer> words = new LinkedHashMap<>();
        counts.forEach((word, count) -> words.put(List.of(word.split("")), count));
        while (tokens.size() + 1 < size) {
            Pair best = mostFrequent(words);
            // Two pairs may give one token: the merge counts, the token exists.
            tokens.add(best.left() + best.right());
            merges.add(best.left() + " " + best.right());
            Map<List<String>, Integer> joined = new LinkedHashMap<>();
            words.forEach((word, count) -> joined.put(best.joinIn(word), count));
            words.clear();
            words.putAll(joined);
        }
        List<String> all = new ArrayList<>(tokens);
        all.add(END_OF_TEXT);
        return new BytePairs(all, merges);
    }

    private static Map<String, Integer> count(Iterable<String> texts, ByteLetters letters) {
        Map<String, Integer> counts = new TreeMap<>();
        for (String text : texts) {
            Matcher piece = CUT.matcher(" " + text);
            while (piece.find()) {
                counts.merge(letters.spell(piece.group()), 1, Integer::sum);
            }
        }
        return counts;
    }

    private static Pair mostFrequent(Map<List<String>, Integer> words) {
        Map<Pair, Long> frequencies = new TreeMap<>();
        words.forEach((word, count) -> {
            for (int i = 0; i + 1 < word.size(); i++) {
                frequencies.merge(new Pair(word.get(i), word.get(i + 1)), (long) count, Long::sum);
            }
        });
        // Among equals the first in order, so that the texts alone decide.
        return frequencies.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey)
                .orElseThrow(() -> new IllegalArgumentException("the texts have too few pairs for so many tokens"));
    }

    private record Pair(String left, String right) implements Comparable<Pair> {
        private static final Comparator<Pair> ORDER = Comparator.comparing(Pair::left).thenComparing(Pair::right);

        List<String> joinIn(List<String> word) {
            List<String> joined = new ArrayList<>();
            int at = 0;
            while (at < word.size()) {
                boolean isHere = at + 1 < word.size() && word.get(at).equals(left) && word.get(at + 1).equals(right);
                joined.add(isHere ? left + right : word.get(at));
                at += isHere ? 2 : 1;
            }
            return joined;
        }

        @Override
        public int compareTo(Pair other) {
            return ORDER.compare(this, other);
        }
    }
}
