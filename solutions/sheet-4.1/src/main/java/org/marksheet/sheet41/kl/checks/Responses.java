package org.marksheet.sheet41.kl.checks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.marksheet.grader.api.Draw;

/**
 * Where the tokens of a batch of responses stand.
 *
 * @param columns T
 * @param spans for each row its first token and the place behind its last one
 */
record Responses(int columns, List<int[]> spans) {
    private static final float[] JUNK = {
        Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e30f, -1e30f
    };

    /** Returns four rows in any order: a full one, one of a single token, two that end before the last place. */
    static Responses drawn(Draw draw) {
        int columns = draw.between(6, 8);
        List<int[]> spans = new ArrayList<>(List.of(
                new int[] {0, columns},
                new int[] {0, 1},
                new int[] {0, columns - 1},
                new int[] {0, draw.between(2, columns - 3)}));
        Collections.shuffle(spans, draw.random());
        return new Responses(columns, spans);
    }

    /** Returns rows of which each holds tokens from its left up to a length. */
    static Responses ofLengths(int columns, int... lengths) {
        return new Responses(
                columns,
                IntStream.of(lengths).mapToObj(length -> new int[] {0, length}).toList());
    }

    /** Returns the batch with the row of one place emptied. */
    Responses withoutTokensIn(int row) {
        List<int[]> changed = new ArrayList<>(spans);
        changed.set(row, new int[] {0, 0});
        return new Responses(columns, changed);
    }

    /** Returns the batch with each row that has two tokens or more beginning one place later. */
    Responses startingLate() {
        return new Responses(
                columns,
                spans.stream()
                        .map(span -> span[1] - span[0] < 2 ? span : new int[] {span[0] + 1, span[1]})
                        .toList());
    }

    int rows() {
        return spans.size();
    }

    int size() {
        return rows() * columns;
    }

    boolean isToken(int place) {
        int[] span = spans.get(place / columns);
        return place % columns >= span[0] && place % columns < span[1];
    }

    boolean isLastToken(int place) {
        return isToken(place) && place % columns == spans.get(place / columns)[1] - 1;
    }

    /** Returns a copy with NaN, infinities and huge numbers on padding. */
    float[] withJunk(float[] numbers, int offset) {
        float[] copy = numbers.clone();
        for (int place = 0; place < copy.length; place++) {
            if (!isToken(place)) {
                copy[place] = JUNK[(place + offset) % JUNK.length];
            }
        }
        return copy;
    }

    NDArray mask(NDManager manager) {
        boolean[] real = new boolean[size()];
        for (int place = 0; place < real.length; place++) {
            real[place] = isToken(place);
        }
        return manager.create(real, shape());
    }

    NDArray tensor(NDManager manager, float[] numbers) {
        return manager.create(numbers, shape());
    }

    private Shape shape() {
        return new Shape(rows(), columns);
    }
}
