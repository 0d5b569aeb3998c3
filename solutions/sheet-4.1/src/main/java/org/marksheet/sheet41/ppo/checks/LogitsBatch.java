package org.marksheet.sheet41.ppo.checks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.marksheet.grader.api.Draw;
import org.marksheet.grader.api.Picture;
import org.marksheet.sheet41.ppo.PpoObjective;

/**
 * The arguments of an entropy, and what comes of them by plain loops.
 *
 * @param layout where tokens are
 * @param vocabulary V
 * @param logits V numbers to a place, row by row
 */
record LogitsBatch(Layout layout, int vocabulary, float[] logits) {
    private static final int MOST_DRAWN = 3;

    /**
     * What must come of it.
     *
     * @param gradient of the entropy in {@code logits}, 0 on padding and on filtered tokens
     */
    record Expected(double entropy, double[] gradient) {}

    /** Draws logits that are not normalised; padding holds ordinary numbers, sharper than the tokens'. */
    static LogitsBatch drawn(Draw draw) {
        Layout layout = Layout.drawn(draw);
        int vocabulary = draw.between(4, 6);
        float[] logits = new float[layout.size() * vocabulary];
        for (int place = 0; place < layout.size(); place++) {
            float spread = layout.real()[place] ? 1.5f : 6;
            float shift = draw.between(1f, 2f);
            for (int token = 0; token < vocabulary; token++) {
                logits[place * vocabulary + token] = shift + draw.between(-spread, spread);
            }
        }
        return new LogitsBatch(layout, vocabulary, logits);
    }

    /** Returns the batch with {@code number} in place of one or two logits of each token; two stay at least. */
    LogitsBatch with(float number, Draw draw) {
        float[] changed = logits.clone();
        for (int place = 0; place < layout.size(); place++) {
            int first = draw.between(0, vocabulary - 1);
            changed[place * vocabulary + first] = number;
            if (place % 2 == 0) {
                changed[place * vocabulary + (first + 1) % vocabulary] = number;
            }
        }
        return new LogitsBatch(layout, vocabulary, changed);
    }

    /** Returns the batch with a number added to all logits. */
    LogitsBatch shiftedBy(float number) {
        float[] shifted = logits.clone();
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] += number;
        }
        return new LogitsBatch(layout, vocabulary, shifted);
    }

    /** Returns the batch with NaN and infinities on padding. */
    LogitsBatch withJunk() {
        return new LogitsBatch(layout, vocabulary, layout.withJunk(logits, vocabulary, 0));
    }

    /** Returns the batch without a single token. */
    LogitsBatch emptied() {
        return new LogitsBatch(layout.emptied(), vocabulary, logits);
    }

    /** Asks an objective for the entropy. */
    NDArray askedOf(PpoObjective objective, NDManager manager) {
        Shape shape = new Shape(layout.rows(), layout.columns(), vocabulary);
        return objective.entropy(manager.create(logits, shape), layout.mask(manager));
    }

    /** Works out what must come of it, token by token. */
    Expected expected() {
        double sum = 0;
        double[] gradient = new double[logits.length];
        int tokens = Math.max(1, layout.tokens());
        for (int place = 0; place < layout.size(); place++) {
            if (layout.real()[place]) {
                int from = place * vocabulary;
                double entropy = 0;
                double normalizer = normalizer(from);
                for (int i = from; i < from + vocabulary; i++) {
                    double p = Math.exp(logits[i] - normalizer);
                    entropy -= p == 0 ? 0 : p * (logits[i] - normalizer);
                }
                for (int i = from; i < from + vocabulary; i++) {
                    double p = Math.exp(logits[i] - normalizer);
                    gradient[i] = p == 0 ? 0 : -p * (logits[i] - normalizer + entropy) / tokens;
                }
                sum += entropy;
            }
        }
        return new Expected(sum / tokens, gradient);
    }

    /** Draws the distributions of the first tokens, for the report. */
    Picture drawnAs(String caption) {
        List<String> labels = new ArrayList<>();
        for (int token = 0; token < vocabulary; token++) {
            labels.add("entry " + token);
        }
        List<Picture.Series> series = new ArrayList<>();
        for (int place = 0; place < layout.size() && series.size() < MOST_DRAWN; place++) {
            if (layout.real()[place]) {
                int from = place * vocabulary;
                double[] probabilities = new double[vocabulary];
                for (int i = 0; i < vocabulary; i++) {
                    probabilities[i] = Math.exp(logits[from + i] - normalizer(from));
                }
                String name = "at [" + place / layout.columns() + ", " + place % layout.columns() + "]";
                series.add(Picture.Series.of(Picture.Role.GIVEN, name, probabilities));
            }
        }
        return new Picture.Bars(caption, labels, series);
    }

    private double normalizer(int from) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = from; i < from + vocabulary; i++) {
            largest = Math.max(largest, logits[i]);
        }
        double sum = 0;
        for (int i = from; i < from + vocabulary; i++) {
            sum += Math.exp(logits[i] - largest);
        }
        return largest + Math.log(sum);
    }
}
