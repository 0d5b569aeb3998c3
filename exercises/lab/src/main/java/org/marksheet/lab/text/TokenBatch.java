package org.marksheet.lab.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Texts of different lengths as one rectangle of tokens.
 *
 * @param ids [B,T] int64, padded to the longest
 * @param attentionMask [B,T] int64, 1 on real tokens and 0 on padding
 * @param positions [B,T] int64: the position among the real tokens of the row, from 0; 0 on padding before them
 */
public record TokenBatch(NDArray ids, NDArray attentionMask, NDArray positions) {
    /**
     * Pads on the left, so that the last column holds the last token of every text: what a language model goes on from.
     *
     * @param texts B texts as token ids
     * @param padId fills the rest
     * @param manager owns the result
     */
    public static TokenBatch paddedLeft(List<long[]> texts, long padId, NDManager manager) {
        return padded(texts, padId, manager, true);
    }

    /**
     * Pads on the right, so that the first column holds the first token of every text: what a classifier reads.
     *
     * @param texts B texts as token ids
     * @param padId fills the rest
     * @param manager owns the result
     */
    public static TokenBatch paddedRight(List<long[]> texts, long padId, NDManager manager) {
        return padded(texts, padId, manager, false);
    }

    private static TokenBatch padded(List<long[]> texts, long padId, NDManager manager, boolean left) {
        int rows = texts.size();
        int columns = texts.stream().mapToInt(text -> text.length).max().orElse(0);
        long[] ids = new long[rows * columns];
        long[] mask = new long[rows * columns];
        long[] positions = new long[rows * columns];
        Arrays.fill(ids, padId);
        for (int row = 0; row < rows; row++) {
            long[] text = texts.get(row);
            int first = row * columns + (left ? columns - text.length : 0);
            System.arraycopy(text, 0, ids, first, text.length);
            Arrays.fill(mask, first, first + text.length, 1);
            for (int i = 0; i < text.length; i++) {
                positions[first + i] = i;
            }
        }
        Shape shape = new Shape(rows, columns);
        return new TokenBatch(manager.create(ids, shape), manager.create(mask, shape), manager.create(positions, shape));
    }
}
