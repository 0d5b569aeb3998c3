package org.marksheet.sheet41.kl.checks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.marksheet.grader.api.Draw;
import org.marksheet.sheet41.kl.KlPenalty;

/**
 * Logits over prompt and response, and the log-probabilities of the response by plain loops.
 *
 * @param rows B
 * @param places S
 * @param vocabulary V
 * @param logits V numbers to a place, row by row
 * @param columns T
 * @param responseIds row by row
 * @param start the place of the first response token
 * @param temperature tau
 */
record LogitsBatch(
        int rows,
        int places,
        int vocabulary,
        float[] logits,
        int columns,
        long[] responseIds,
        int start,
        float temperature) {
    /**
     * Draws a batch whose logits go on behind the response, at a temperature other than 1; the first token of
     * each row is not the likeliest one.
     */
    static LogitsBatch drawn(Draw draw) {
        int columns = draw.between(3, 5);
        int start = draw.between(3, 4);
        int places = start + columns + draw.between(2, 3);
        float temperature = draw.random().nextBoolean() ? draw.between(.5f, .7f) : draw.between(1.5f, 2f);
        return drawn(draw, 3, places, columns, start, temperature);
    }

    /** Draws a batch of given sizes. */
    static LogitsBatch drawn(Draw draw, int rows, int places, int columns, int start, float temperature) {
        int vocabulary = draw.between(6, 8);
        float[] logits = draw.floats(rows * places * vocabulary, -2, 3);
        long[] responseIds = new long[rows * columns];
        for (int i = 0; i < responseIds.length; i++) {
            responseIds[i] = draw.between(0, vocabulary - 1);
            if (i % columns == 0) {
                int from = ((i / columns) * places + start - 1) * vocabulary;
                logits[from + (int) responseIds[i]] = -1;
            }
        }
        return new LogitsBatch(rows, places, vocabulary, logits, columns, responseIds, start, temperature);
    }

    /** Returns the batch with a number added to all logits, and another to every second entry of the vocabulary. */
    LogitsBatch shiftedBy(float all, float everySecond) {
        float[] shifted = logits.clone();
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] += all + (i % vocabulary % 2 == 0 ? everySecond : 0);
        }
        return new LogitsBatch(rows, places, vocabulary, shifted, columns, responseIds, start, temperature);
    }

    /** Asks for the log-probabilities. */
    NDArray askedOf(KlPenalty penalty, NDManager manager) {
        return penalty.tokenLogProbs(
                manager.create(logits, new Shape(rows, places, vocabulary)),
                manager.create(responseIds, new Shape(rows, columns)),
                start,
                temperature);
    }

    /** Works out the log-probabilities, token by token. */
    double[] logProbs() {
        double[] logProbs = new double[responseIds.length];
        for (int i = 0; i < logProbs.length; i++) {
            logProbs[i] = logits[place(i) + (int) responseIds[i]] / (double) temperature - normalizer(place(i));
        }
        return logProbs;
    }

    /** Works out the gradient in the logits of the log-probabilities, weighted. */
    double[] gradient(float[] weights) {
        double[] gradient = new double[logits.length];
        for (int i = 0; i < responseIds.length; i++) {
            for (int token = 0; token < vocabulary; token++) {
                double p = Math.exp(logits[place(i) + token] / (double) temperature - normalizer(place(i)));
                double chosen = token == responseIds[i] ? 1 : 0;
                gradient[place(i) + token] = weights[i] * (chosen - p) / temperature;
            }
        }
        return gradient;
    }

    /** Returns where the logits begin that predict a response token. */
    private int place(int token) {
        return ((token / columns) * places + start - 1 + token % columns) * vocabulary;
    }

    private double normalizer(int from) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = from; i < from + vocabulary; i++) {
            largest = Math.max(largest, logits[i] / (double) temperature);
        }
        double sum = 0;
        for (int i = from; i < from + vocabulary; i++) {
            sum += Math.exp(logits[i] / (double) temperature - largest);
        }
        return largest + Math.log(sum);
    }
}
