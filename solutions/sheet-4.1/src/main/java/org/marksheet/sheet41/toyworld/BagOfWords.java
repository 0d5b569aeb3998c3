package org.marksheet.sheet41.toyworld;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.marksheet.sheet41.toyworld.grammar.Spelling;

/** Logistic regression on which words a review holds, blind to their order: what any better classifier has to beat. */
public final class BagOfWords {
    private static final double FIRST_RATE = .2;

    private final Map<String, Double> weights = new HashMap<>();
    private double bias;

    /**
     * Learns from reviews, by stochastic gradient descent with a falling rate.
     *
     * @param reviews in the order in which they are read
     * @param epochs how often they are read, at least 1
     */
    public BagOfWords(List<Review> reviews, int epochs) {
        long steps = (long) epochs * reviews.size();
        for (long step = 0; step < steps; step++) {
            Review review = reviews.get((int) (step % reviews.size()));
            double rate = FIRST_RATE * (1 - (double) step / steps);
            double error = (review.isPositive() ? 1 : 0) - probability(review.text());
            bias += rate * error;
            Spelling.read(review.text()).stream().distinct()
                    .forEach(word -> weights.merge(word, rate * error, Double::sum));
        }
    }

    /** Returns the probability that a text is positive. */
    public double probability(String text) {
        double logit = bias;
        for (String word : (Iterable<String>) Spelling.read(text).stream().distinct()::iterator) {
            logit += weights.getOrDefault(word, 0.0);
        }
        return 1 / (1 + Math.exp(-logit));
    }

    /** Returns the share of reviews whose label is the likelier one. */
    public double accuracy(List<Review> reviews) {
        return reviews.stream().filter(any -> probability(any.text()) > .5 == any.isPositive()).count()
                / (double) reviews.size();
    }
}
