package org.marksheet.sheet41.ppo.checks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.marksheet.grader.api.Draw;

/**
 * Which places of a batch hold a response token.
 *
 * @param rows B
 * @param columns T
 * @param real true on tokens, row by row
 */
record Layout(int rows, int columns, boolean[] real) {
    private static final float[] JUNK = {
        Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e30f, -1e30f
    };

    /** Returns three rows in any order: a full one, one of two tokens, one that is padded on both sides. */
    static Layout drawn(Draw draw) {
        int columns = draw.between(6, 8);
        List<int[]> spans = new ArrayList<>(
                List.of(new int[] {0, columns}, new int[] {0, 2}, new int[] {1, draw.between(4, columns - 1)}));
        Collections.shuffle(spans, draw.random());
        return of(columns, spans);
    }

    /** Returns rows of which each holds tokens from its left up to a length. */
    static Layout ofLengths(int columns, int... lengths) {
        List<int[]> spans = new ArrayList<>();
        for (int length : lengths) {
            spans.add(new int[] {0, length});
        }
        return of(columns, spans);
    }

    private static Layout of(int columns, List<int[]> spans) {
        boolean[] real = new boolean[spans.size() * columns];
        for (int row = 0; row < spans.size(); row++) {
            for (int column = spans.get(row)[0]; column < spans.get(row)[1]; column++) {
                real[row * columns + column] = true;
            }
        }
        return new Layout(spans.size(), columns, real);
    }

    /** Returns the same shape without a single token. */
    Layout emptied() {
        return new Layout(rows, columns, new boolean[real.length]);
    }

    int size() {
        return real.length;
    }

    int tokens() {
        int count = 0;
        for (boolean token : real) {
            count += token ? 1 : 0;
        }
        return count;
    }

    /** Returns the places of the tokens in any order. */
    List<Integer> shuffledTokens(Draw draw) {
        List<Integer> places = new ArrayList<>();
        for (int place = 0; place < real.length; place++) {
            if (real[place]) {
                places.add(place);
            }
        }
        Collections.shuffle(places, draw.random());
        return places;
    }

    /** Returns a copy with NaN, infinities and huge numbers on padding; {@code depth} numbers to a place. */
    float[] withJunk(float[] numbers, int depth, int offset) {
        float[] copy = numbers.clone();
        for (int i = 0; i < copy.length; i++) {
            if (!real[i / depth]) {
                copy[i] = JUNK[(i + offset) % JUNK.length];
            }
        }
        return copy;
    }

    NDArray mask(NDManager manager) {
        return manager.create(real, new Shape(rows, columns));
    }

    NDArray tensor(NDManager manager, float[] numbers) {
        return manager.create(numbers, new Shape(rows, columns));
    }
}
