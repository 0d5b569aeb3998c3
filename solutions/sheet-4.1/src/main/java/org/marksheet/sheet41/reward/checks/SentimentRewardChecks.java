package org.marksheet.sheet41.reward.checks;

import static org.marksheet.grader.api.TensorAssert.assertThatTensor;

import java.util.ArrayList;
import java.util.List;
import org.marksheet.grader.api.Check;
import org.marksheet.grader.api.Draw;
import org.marksheet.sheet41.reward.Rewards;

/** What 4.1.5.a must do. */
public class SentimentRewardChecks {
    private static final double TOLERANCE = 1e-5;

    @Check(value = "4.1.5.a/known-logits", stands = "the sheet's own numbers, which a student can redo by hand")
    void knownLogitsGiveTheirProbability(Rewards rewards) {
        float[][] weights = new float[ReviewClassifier.WORDS.size()][2];
        weights[ReviewClassifier.WORDS.indexOf("fine")] = new float[] {-1, 1};
        weights[ReviewClassifier.WORDS.indexOf("dull")] = new float[] {.25f, -1.75f};
        ReviewClassifier classifier = new ReviewClassifier(new float[] {.5f, .5f}, weights, new float[] {9, 2});
        assertThatTensor(rewards.sentimentReward(List.of("fine cast", "dull cast"), classifier))
                .as("the probability of logits (-.5, 1.5) and (.75, -1.25)")
                .hasShape(2)
                .isCloseTo(new double[] {.880797, .119203}, TOLERANCE);
    }

    @Check("4.1.5.a/texts-of-different-lengths")
    void padsAreNotRead(Rewards rewards, Draw draw) {
        ReviewClassifier classifier = ReviewClassifier.drawn(draw, 2, 0);
        List<String> texts = List.of(text(draw, 3), text(draw, 6), text(draw, 1), text(draw, 5));
        assertThatTensor(rewards.sentimentReward(texts, classifier))
                .as("the probability of texts of 3, 6, 1 and 5 tokens")
                .hasShape(4)
                .isCloseTo(expected(texts, classifier), TOLERANCE);
    }

    @Check("4.1.5.a/three-classes")
    void thereMayBeMoreThanTwoClasses(Rewards rewards, Draw draw) {
        ReviewClassifier classifier = ReviewClassifier.drawn(draw, 3, 0);
        List<String> texts = List.of(text(draw, 4), text(draw, 4), text(draw, 4));
        assertThatTensor(rewards.sentimentReward(texts, classifier))
                .as("the probability of class 1 among three")
                .hasShape(3)
                .isCloseTo(expected(texts, classifier), TOLERANCE);
    }

    @Check("4.1.5.a/large-logits")
    void largeLogitsDoNotOverflow(Rewards rewards, Draw draw) {
        ReviewClassifier classifier = ReviewClassifier.drawn(draw, 2, 120);
        List<String> texts = List.of(text(draw, 3), text(draw, 3));
        assertThatTensor(rewards.sentimentReward(texts, classifier))
                .as("the probability where both logits are near 120")
                .isCloseTo(expected(texts, classifier), 1e-4);
    }

    @Check("4.1.5.a/one-text")
    void oneTextGivesATensorOfOneNumber(Rewards rewards, Draw draw) {
        ReviewClassifier classifier = ReviewClassifier.drawn(draw, 2, 0);
        List<String> texts = List.of(text(draw, 4));
        assertThatTensor(rewards.sentimentReward(texts, classifier))
                .as("the probability of a single text")
                .hasShape(1)
                .isCloseTo(expected(texts, classifier), TOLERANCE);
    }

    private static String text(Draw draw, int length) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            words.add(ReviewClassifier.WORDS.get(draw.between(0, ReviewClassifier.WORDS.size() - 1)));
        }
        return String.join(" ", words);
    }

    private static double[] expected(List<String> texts, ReviewClassifier classifier) {
        return texts.stream()
                .mapToDouble(text -> {
                    double[] logits = classifier.logitsOf(text);
                    double sum = 0;
                    for (double logit : logits) {
                        sum += Math.exp(logit - logits[1]);
                    }
                    return 1 / sum;
                })
                .toArray();
    }
}
