package org.marksheet.sheet41.reward;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import org.marksheet.lab.model.TextClassifier;

/** Exercise 4.1.5, solved. */
public class TextRewards implements Rewards {
    @Override
    public NDArray sentimentReward(List<String> texts, TextClassifier classifier) {
        TextClassifier.Tokens tokens = classifier.encode(texts);
        NDArray logits = classifier.logits(tokens.ids(), tokens.attentionMask());
        return logits.softmax(-1).get(":, 1");
    }

    @Override
    public double letterReward(String response, char letter) {
        List<String> words = words(response, Character::isLetter);
        if (words.isEmpty()) {
            return 0;
        }
        int wanted = Character.toLowerCase(letter);
        long matching = words.stream().filter(word -> word.codePointAt(0) == wanted).count();
        return (double) matching / words.size();
    }

    @Override
    public double rouge1(String candidate, String reference) {
        List<String> candidateWords = words(candidate, Character::isLetterOrDigit);
        List<String> referenceWords = words(reference, Character::isLetterOrDigit);
        int overlap = overlap(candidateWords, referenceWords);
        if (overlap == 0) {
            return 0;
        }
        double precision = (double) overlap / candidateWords.size();
        double recall = (double) overlap / referenceWords.size();
        return 2 * precision * recall / (precision + recall);
    }

    /** Returns the maximal runs of characters of a kind, in lower case. */
    protected static List<String> words(String text, IntPredicate kind) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        text.codePoints().forEach(character -> {
            if (kind.test(character)) {
                word.appendCodePoint(character);
            } else if (!word.isEmpty()) {
                words.add(lowerCase(word));
                word.setLength(0);
            }
        });
        if (!word.isEmpty()) {
            words.add(lowerCase(word));
        }
        return words;
    }

    /** Returns how many words of the candidate match, each at most as often as it occurs in the reference. */
    protected static int overlap(List<String> candidate, List<String> reference) {
        Map<String, Integer> left = new HashMap<>();
        reference.forEach(word -> left.merge(word, 1, Integer::sum));
        int overlap = 0;
        for (String word : candidate) {
            if (left.merge(word, -1, Integer::sum) >= 0) {
                overlap++;
            }
        }
        return overlap;
    }

    private static String lowerCase(CharSequence word) {
        return word.toString().toLowerCase(Locale.ROOT);
    }
}
