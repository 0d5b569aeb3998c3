package org.marksheet.sheet41.toyworld.training;

import ai.djl.ndarray.NDScope;
import java.util.List;
import org.marksheet.lab.model.TextClassifier;
import org.marksheet.lab.model.TextClassifier.Tokens;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.sheet41.toyworld.Review;
import org.marksheet.sheet41.toyworld.Reviews;

/**
 * How well a classifier tells reviews apart.
 *
 * @param accuracy share of reviews whose label it finds likelier
 * @param best share of reviews whose label is the likelier one by the exact posterior
 * @param agreement share of reviews on which both say the same
 */
record SentimentQuality(double accuracy, double best, double agreement) {
    private static final int BATCH = 200;

    static SentimentQuality of(TextClassifier classifier, Reviews reviews, List<Review> test) {
        int right = 0;
        int best = 0;
        int same = 0;
        for (int from = 0; from < test.size(); from += BATCH) {
            List<Review> batch = test.subList(from, Math.min(test.size(), from + BATCH));
            boolean[] said = isPositive(classifier, batch);
            for (int i = 0; i < said.length; i++) {
                boolean likelier = reviews.posterior(batch.get(i).text()) > .5;
                right += said[i] == batch.get(i).isPositive() ? 1 : 0;
                best += likelier == batch.get(i).isPositive() ? 1 : 0;
                same += said[i] == likelier ? 1 : 0;
            }
        }
        double count = test.size();
        return new SentimentQuality(right / count, best / count, same / count);
    }

    private static boolean[] isPositive(TextClassifier classifier, List<Review> batch) {
        float[] logits = Gradients.off(() -> {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                Tokens tokens = classifier.encode(batch.stream().map(Review::text).toList());
                return classifier.logits(tokens.ids(), tokens.attentionMask()).toFloatArray();
            }
        });
        boolean[] positive = new boolean[batch.size()];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = logits[2 * i + 1] > logits[2 * i];
        }
        return positive;
    }
}
