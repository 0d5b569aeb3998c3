package org.marksheet.sheet41.generation.checks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.marksheet.grader.api.Draw;

/**
 * Logits in plain numbers.
 *
 * @param rows B rows of V numbers
 */
record LogitRows(float[][] rows) {
    private static final float REMOVED = Float.NEGATIVE_INFINITY;

    /**
     * Draws rows whose logits lie at least .15 apart, in any order, negative and positive ones in each row, and
     * with the first id neither the largest nor the smallest.
     */
    static LogitRows drawn(Draw draw) {
        int vocabulary = draw.between(7, 9);
        float[][] rows = new float[draw.between(3, 4)][];
        for (int row = 0; row < rows.length; row++) {
            List<Float> numbers = new ArrayList<>();
            float next = draw.between(-1.6f, -1.2f);
            for (int i = 0; i < vocabulary; i++) {
                numbers.add(next);
                next += draw.between(.45f, .6f);
            }
            do {
                Collections.shuffle(numbers, draw.random());
            } while (numbers.get(0).equals(Collections.max(numbers)) || numbers.get(0).equals(Collections.min(numbers)));
            rows[row] = floats(numbers);
        }
        return new LogitRows(rows);
    }

    private static float[] floats(List<Float> numbers) {
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = numbers.get(i);
        }
        return floats;
    }

    /** Returns logits of probabilities, not normalised: each row is shifted by a number of its own. */
    static LogitRows ofProbabilities(double[]... rows) {
        float[][] logits = new float[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            logits[row] = new float[rows[row].length];
            for (int id = 0; id < logits[row].length; id++) {
                logits[row][id] = (float) (Math.log(rows[row][id]) + 1.5 + .25 * row);
            }
        }
        return new LogitRows(logits);
    }

    int vocabulary() {
        return rows[0].length;
    }

    NDArray tensor(NDManager manager) {
        float[] flat = new float[rows.length * vocabulary()];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, flat, row * vocabulary(), vocabulary());
        }
        return manager.create(flat, new Shape(rows.length, vocabulary()));
    }

    /** Returns all numbers, row by row. */
    double[] numbers() {
        double[] numbers = new double[rows.length * vocabulary()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = rows[i / vocabulary()][i % vocabulary()];
        }
        return numbers;
    }

    /** Returns a copy of which each row went through a change. */
    LogitRows with(UnaryOperator<float[]> change) {
        float[][] changed = new float[rows.length][];
        for (int row = 0; row < rows.length; row++) {
            changed[row] = change.apply(rows[row].clone());
        }
        return new LogitRows(changed);
    }

    /** Returns what the right top-k leaves, by counting for each token how many are larger. */
    LogitRows topK(int k) {
        return with(row -> {
            float[] left = row.clone();
            for (int id = 0; id < row.length; id++) {
                int larger = 0;
                for (float other : row) {
                    larger += other > row[id] ? 1 : 0;
                }
                left[id] = larger < k ? row[id] : REMOVED;
            }
            return left;
        });
    }

    /** Returns what the right top-p leaves: a token stays if those that come before it do not reach p. */
    LogitRows topP(double p) {
        return with(row -> {
            double total = 0;
            for (float logit : row) {
                total += Math.exp(logit);
            }
            float[] left = row.clone();
            for (int id = 0; id < row.length; id++) {
                double before = 0;
                for (int other = 0; other < row.length; other++) {
                    if (row[other] > row[id] || row[other] == row[id] && other < id) {
                        before += Math.exp(row[other]) / total;
                    }
                }
                left[id] = before < p ? row[id] : REMOVED;
            }
            return left;
        });
    }
}
