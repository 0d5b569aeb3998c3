package org.marksheet.sheet41.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.marksheet.lab.model.KeyValueCache;
import org.marksheet.lab.model.LanguageModel;

/** A model that counts: after token x it prefers x + 1. It remembers what it was asked. */
final class CountingModel implements LanguageModel {
    static final int VOCABULARY = 12;

    final List<String> ids = new ArrayList<>();
    final List<String> masks = new ArrayList<>();
    final List<String> positions = new ArrayList<>();
    private long held;

    @Override
    public Output forward(NDArray newIds, NDArray attentionMask, NDArray newPositions, KeyValueCache cache) {
        ids.add(rows(newIds));
        masks.add(rows(attentionMask));
        positions.add(rows(newPositions));
        if (cache.isEmpty() != (held == 0)) {
            throw new AssertionError("The model needs the cache that its call before returned.");
        }
        long sent = newIds.getShape().get(1);
        if (attentionMask.getShape().get(1) != held + sent) {
            throw new AssertionError("The cache holds " + held + " tokens of each row, and " + sent
                    + " came, but the attention mask has " + attentionMask.getShape().get(1) + " columns.");
        }
        held += sent;
        long[] flat = newIds.toLongArray();
        float[] logits = new float[flat.length * VOCABULARY];
        for (int i = 0; i < flat.length; i++) {
            logits[i * VOCABULARY + (int) ((flat[i] + 1) % VOCABULARY)] = 9;
        }
        Shape shape = new Shape(newIds.getShape().get(0), sent, VOCABULARY);
        return new Output(
                newIds.getManager().create(logits, shape), new KeyValueCache(List.of(newIds.getManager().create(held))));
    }

    /** Returns whole numbers as {@code 1 2 3 | 4 5 6}. */
    static String rows(NDArray matrix) {
        if (matrix.getShape().dimension() != 2) {
            return matrix.getDataType() + " " + matrix.getShape();
        }
        long[] numbers = matrix.toLongArray();
        int columns = (int) matrix.getShape().get(1);
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < matrix.getShape().get(0); row++) {
            long[] own = Arrays.copyOfRange(numbers, row * columns, (row + 1) * columns);
            rows.add(Arrays.toString(own).replaceAll("[\\[\\],]", ""));
        }
        return String.join(" | ", rows);
    }
}
