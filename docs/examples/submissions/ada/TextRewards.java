package org.marksheet.sheet41.reward;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.marksheet.lab.model.TextClassifier;

/** Regular expressions and streams. */
public class TextRewards implements Rewards {
    private static final Pattern LETTERS = Pattern.compile("\\p{L}+");
    private static final Pattern LETTERS_OR_DIGITS = Pattern.compile("[\\p{L}\\p{Nd}]+");

    @Override
    public NDArray sentimentReward(List<String> texts, TextClassifier classifier) {
        TextClassifier.Tokens tokens = classifier.encode(texts);
        NDArray logits = classifier.logits(tokens.ids(), tokens.attentionMask());
        return logits.logSoftmax(1).exp().transpose().get(1);
    }

    @Override
    public double letterReward(String response, char letter) {
        String wanted = String.valueOf(letter);
        return LETTERS.matcher(response).results()
                .map(MatchResult::group)
                .mapToInt(word -> word.substring(0, 1).equalsIgnoreCase(wanted) ? 1 : 0)
                .average()
                .orElse(0);
    }

    @Override
    public double rouge1(String candidate, String reference) {
        Map<String, Long> ours = counts(candidate);
        Map<String, Long> theirs = counts(reference);
        long common = ours.entrySet().stream()
                .mapToLong(word -> Math.min(word.getValue(), theirs.getOrDefault(word.getKey(), 0L)))
                .sum();
        // 2PR / (P + R) is twice the overlap over the words of both.
        long all = total(ours) + total(theirs);
        return all == 0 ? 0 : 2.0 * common / all;
    }

    private static Map<String, Long> counts(String text) {
        return LETTERS_OR_DIGITS.matcher(text.toLowerCase(Locale.ROOT)).results()
                .collect(Collectors.groupingBy(MatchResult::group, Collectors.counting()));
    }

    private static long total(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
