package org.marksheet.sheet41.toyworld.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Writes words as a text and reads them back: marks stand close to the word before, "a" becomes "an" before a vowel. */
public final class Spelling {
    private static final Pattern MARK = Pattern.compile("([.,;:!?])");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private Spelling() {}

    /**
     * Writes words as a text.
     *
     * @param words with "a" for both articles
     */
    public static String write(List<String> words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (i > 0 && !MARK.matcher(word).matches()) {
                text.append(' ');
            }
            text.append(word.equals("a") && i + 1 < words.size() ? article(words.get(i + 1)) : word);
        }
        return text.toString();
    }

    /**
     * Reads a text's words.
     *
     * @return with "a" for both articles where the right one stands; a wrong one stays "an", or becomes the word "a?",
     *     which no grammar knows
     */
    public static List<String> read(String text) {
        List<String> written = BLANKS.splitAsStream(MARK.matcher(text).replaceAll(" $1 ").strip())
                .filter(word -> !word.isEmpty()).toList();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            String word = written.get(i);
            boolean isArticle = word.equals("a") || word.equals("an");
            // At the end of a prefix either may still be right.
            boolean isRight = i + 1 == written.size() || word.equals(article(written.get(i + 1)));
            words.add(!isArticle ? word : isRight ? "a" : word.equals("a") ? "a?" : word);
        }
        return words;
    }

    private static String article(String next) {
        return "aeiou".indexOf(next.charAt(0)) >= 0 ? "an" : "a";
    }
}
