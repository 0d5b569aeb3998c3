package org.marksheet.sheet41.reward.lookalikes;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.marksheet.lab.model.TextClassifier;
import org.marksheet.sheet41.reward.Rewards;

/**
 * Right rewards in plain loops.
 *
 * <p>Its steps are there to be got wrong. Derived from no other implementation of this sheet.
 */
class PlainLoops implements Rewards {
    @Override
    public NDArray sentimentReward(List<String> texts, TextClassifier classifier) {
        TextClassifier.Tokens tokens = classifier.encode(texts);
        NDArray logits = classifier.logits(tokens.ids(), tokens.attentionMask());
        float[] numbers = logits.toFloatArray();
        int classes = numbers.length / texts.size();
        float[] rewards = new float[texts.size()];
        for (int i = 0; i < rewards.length; i++) {
            double[] own = new double[classes];
            for (int label = 0; label < classes; label++) {
                own[label] = numbers[i * classes + label];
            }
            rewards[i] = (float) reward(own);
        }
        return logits.getManager().create(rewards);
    }

    /** The right reward of a text's logits. */
    double reward(double[] logits) {
        double others = 0;
        for (double logit : logits) {
            others += Math.exp(logit - logits[1]);
        }
        return 1 / others;
    }

    @Override
    public double letterReward(String response, char letter) {
        List<String> words = runs(folded(response), false);
        int matching = 0;
        for (String word : words) {
            matching += begins(word, folded(String.valueOf(letter)).charAt(0)) ? 1 : 0;
        }
        return words.isEmpty() ? 0 : share(matching, words.size());
    }

    /** Text in which case does not matter any more. */
    String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Whether a word begins with a letter. */
    boolean begins(String word, char letter) {
        return word.indexOf(letter) == 0;
    }

    /** The right share. */
    double share(double matching, double words) {
        return matching / words;
    }

    @Override
    public double rouge1(String candidate, String reference) {
        List<String> ours = runs(candidate.toLowerCase(Locale.ROOT), true);
        List<String> theirs = runs(reference.toLowerCase(Locale.ROOT), true);
        TreeMap<String, int[]> counts = new TreeMap<>();
        ours.forEach(word -> counts.computeIfAbsent(word, w -> new int[2])[0]++);
        theirs.forEach(word -> counts.computeIfAbsent(word, w -> new int[2])[1]++);
        double common = 0;
        for (int[] count : counts.values()) {
            common += common(count[0], count[1]);
        }
        return common == 0 ? 0 : score(common, ours.size(), theirs.size());
    }

    /** The right number of matches of a word. */
    double common(int candidate, int reference) {
        return Math.min(candidate, reference);
    }

    /** The right score. */
    double score(double common, int candidate, int reference) {
        return 2 * common / (candidate + reference);
    }

    private static List<String> runs(String text, boolean digits) {
        List<String> runs = new ArrayList<>();
        int from = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean inside = i < text.length()
                    && (Character.isLetter(text.charAt(i)) || digits && Character.isDigit(text.charAt(i)));
            if (inside && from < 0) {
                from = i;
            } else if (!inside && from >= 0) {
                runs.add(text.substring(from, i));
                from = -1;
            }
        }
        return runs;
    }
}
