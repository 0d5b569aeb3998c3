package org.marksheet.sheet41.reward;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.marksheet.lab.model.TextClassifier;

/** Loops over characters; the overlap by crossing words off a list. */
public class TextRewards implements Rewards {
    @Override
    public NDArray sentimentReward(List<String> texts, TextClassifier classifier) {
        TextClassifier.Tokens tokens = classifier.encode(texts);
        NDArray logits = classifier.logits(tokens.ids(), tokens.attentionMask());
        // One over the sum of the odds against class 1.
        NDArray odds = logits.sub(logits.get(":, 1:2")).exp().sum(new int[] {1});
        return odds.pow(-1);
    }

    @Override
    public double letterReward(String response, char letter) {
        int words = 0;
        int matching = 0;
        boolean inside = false;
        for (char here : response.toCharArray()) {
            if (Character.isLetter(here) && !inside) {
                words++;
                matching += Character.toLowerCase(here) == Character.toLowerCase(letter) ? 1 : 0;
            }
            inside = Character.isLetter(here);
        }
        return words == 0 ? 0 : (double) matching / words;
    }

    @Override
    public double rouge1(String candidate, String reference) {
        List<String> ours = words(candidate);
        List<String> left = words(reference);
        double both = ours.size() + left.size();
        int common = 0;
        for (String word : ours) {
            if (left.remove(word)) {
                common++;
            }
        }
        return common == 0 ? 0 : 2 * common / both;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        String word = "";
        for (char here : (text + " ").toCharArray()) {
            if (Character.isLetterOrDigit(here)) {
                word += Character.toLowerCase(here);
            } else if (!word.isEmpty()) {
                words.add(word);
                word = "";
            }
        }
        return words;
    }
}
