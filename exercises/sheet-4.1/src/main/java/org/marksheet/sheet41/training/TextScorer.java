package org.marksheet.sheet41.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.marksheet.lab.model.TextClassifier;
import org.marksheet.lab.text.Tokenizer;
import org.marksheet.sheet41.ppo.Responses;
import org.marksheet.sheet41.ppo.Scorer;
import org.marksheet.sheet41.reward.Rewards;

/**
 * Scores whole texts, prompt and response, by how positive a classifier finds them.
 *
 * @param tokenizer of the policy: turns tokens into text
 * @param rewards 4.1.5
 * @param classifier reads the texts with its own tokenizer
 * @param scale what of the classifier's answer is the score
 */
public record TextScorer(Tokenizer tokenizer, Rewards rewards, TextClassifier classifier, Scale scale) implements Scorer {
    /** What of a classifier's answer is a score. */
    public enum Scale {
        /** Of the positive class, in [0, 1]: 4.1.5. */
        PROBABILITY,
        /** Of the positive class, without bounds: a text that is surely positive can still become better. */
        LOGIT
    }

    @Override
    public NDArray score(Responses responses) {
        List<String> texts = texts(responses);
        return switch (scale) {
            case PROBABILITY -> sentiment(rewards, texts, classifier);
            case LOGIT -> logits(texts);
        };
    }

    /**
     * Asks 4.1.5.a.
     *
     * @return [B]
     * @throws IllegalArgumentException if the answer is null or not one number for each text
     */
    public static NDArray sentiment(Rewards rewards, List<String> texts, TextClassifier classifier) {
        NDArray reward = rewards.sentimentReward(texts, classifier);
        if (reward == null || !reward.getShape().equals(new Shape(texts.size()))) {
            throw new IllegalArgumentException("sentimentReward returned " + (reward == null ? "null" : "the shape " + reward.getShape())
                    + " for " + texts.size() + " texts; it must be one number for each. See: mvn -q test -Dexercise=4.1.5.a");
        }
        return reward;
    }

    private NDArray logits(List<String> texts) {
        TextClassifier.Tokens tokens = classifier.encode(texts);
        return classifier.logits(tokens.ids(), tokens.attentionMask()).get(":, 1");
    }

    /** Returns each row as text, without padding and special tokens. */
    public List<String> texts(Responses responses) {
        long[] ids = responses.ids().toLongArray();
        long[] mask = responses.attentionMask().toLongArray();
        int columns = Math.toIntExact(responses.ids().getShape().get(1));
        List<String> texts = new ArrayList<>();
        for (int row = 0; row < ids.length / columns; row++) {
            long[] real = new long[columns];
            int count = 0;
            for (int i = row * columns; i < (row + 1) * columns; i++) {
                if (mask[i] == 1) {
                    real[count++] = ids[i];
                }
            }
            texts.add(tokenizer.decode(Arrays.copyOf(real, count)).strip());
        }
        return texts;
    }
}
