package org.marksheet.sheet41.toyworld.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.marksheet.lab.model.TextClassifier.Tokens;
import org.marksheet.lab.model.distilbert.DistilBert;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.sheet41.toyworld.Review;
import org.marksheet.sheet41.toyworld.Reviews;

/**
 * Trains a classifier of reviews by the cross-entropy of their labels. It reads short reviews first: they teach what the words
 * mean, and the long ones how they turn.
 */
final class SentimentTraining {
    private static final double SHARE_OF_SHORT = .15;
    private static final int SHORT = 8;

    private final Sources sources;

    SentimentTraining(Sources sources) {
        this.sources = sources;
    }

    /**
     * Returns what it reads, in order.
     *
     * @param count how many reviews
     */
    List<Review> data(int count) {
        SplittableRandom random = sources.random(Sources.Use.SENTIMENT);
        List<Review> data = new ArrayList<>();
        while (data.size() < count) {
            Review review = sources.reviews().draw(random);
            if (data.size() >= SHARE_OF_SHORT * count || Reviews.length(review.text()) <= SHORT) {
                data.add(review);
            }
        }
        return data;
    }

    /**
     * Trains; every review is read once.
     *
     * @param model is changed
     * @param data steps times batch reviews
     * @param plan how
     * @param progress told after each step
     */
    void run(DistilBert model, List<Review> data, Plan plan, Progress progress) {
        Descent.run(model.parameters(), plan, step -> {
            List<Review> batch = data.subList(step * plan.batch(), (step + 1) * plan.batch());
            Tokens tokens = model.encode(batch.stream().map(Review::text).toList());
            long[] labels = batch.stream().mapToLong(review -> review.isPositive() ? 1 : 0).toArray();
            NDArray wanted = Torch.scopeManager().create(labels, new Shape(labels.length, 1)); // [B,1]
            NDArray logProbs = model.logits(tokens.ids(), tokens.attentionMask()).logSoftmax(1); // [B,2]
            return logProbs.gather(wanted, 1).mean().neg();
        }, progress);
    }
}
