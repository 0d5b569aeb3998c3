package org.marksheet.sheet41.selfcheck;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Writes down the tensors of a self-check; they live until it ends.
 *
 * @param manager what the tensors belong to
 */
public record Tensors(NDManager manager) {
    /**
     * Returns a float32 matrix.
     *
     * @param rows numbers with blanks between them, the same count in each row; {@code NaN} and {@code
     *     -Infinity} are numbers too
     */
    public NDArray matrix(String... rows) {
        int columns = rows[0].split(" +").length;
        float[] numbers = new float[rows.length * columns];
        for (int row = 0; row < rows.length; row++) {
            String[] words = rows[row].split(" +");
            for (int column = 0; column < columns; column++) {
                numbers[row * columns + column] = Float.parseFloat(words[column]);
            }
        }
        return manager.create(numbers, new Shape(rows.length, columns));
    }

    /**
     * Returns a response mask.
     *
     * @param rows a digit per token: 1 counts, 0 is padding
     */
    public NDArray mask(String... rows) {
        boolean[] counts = new boolean[rows.length * rows[0].length()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = String.join("", rows).charAt(i) == '1';
        }
        return manager.create(counts, new Shape(rows.length, rows[0].length()));
    }

    /** Returns float32 numbers in one dimension. */
    public NDArray vector(double... numbers) {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return manager.create(floats, new Shape(numbers.length));
    }

    /**
     * Returns an int64 matrix: of token ids, or an attention mask.
     *
     * @param rows whole numbers with blanks between them, the same count in each row
     */
    public NDArray ids(String... rows) {
        String[] words = String.join(" ", rows).split(" +");
        long[] ids = new long[words.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = Long.parseLong(words[i]);
        }
        return manager.create(ids, new Shape(rows.length, ids.length / rows.length));
    }

    /** Returns a float32 scalar. */
    public NDArray scalar(double number) {
        return manager.create((float) number);
    }
}
