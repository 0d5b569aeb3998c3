package org.marksheet.sheet41.generation.checks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.opentest4j.AssertionFailedError;

/**
 * Assertions about token ids.
 *
 * @param actual what came back
 * @param name what it is, in words
 */
record IdAssert(NDArray actual, String name) {
    /** Asserts one id of a vocabulary for each row, [B] int64, and returns them. */
    long[] onePerRow(int rows, int vocabulary) {
        require(new Shape(rows));
        long[] ids = actual.toLongArray();
        for (long id : ids) {
            if (id < 0 || id >= vocabulary) {
                throw new AssertionError(name + ": " + id + " is no token; ids go from 0 to " + (vocabulary - 1) + ".");
            }
        }
        return ids;
    }

    /** Asserts all ids of a matrix of which each row has the same length. */
    void are(long[][] expected) {
        require(new Shape(expected.length, expected[0].length));
        long[] ids = actual.toLongArray();
        for (int row = 0; row < expected.length; row++) {
            int columns = expected[row].length;
            long[] yours = Arrays.copyOfRange(ids, row * columns, (row + 1) * columns);
            if (!Arrays.equals(yours, expected[row])) {
                throw new AssertionFailedError(
                        name + ": row " + row + " is " + Arrays.toString(yours) + " instead of "
                                + Arrays.toString(expected[row]) + ".",
                        Arrays.deepToString(expected),
                        shown(ids, columns));
            }
        }
    }

    private void require(Shape shape) {
        if (actual.getDataType() != DataType.INT64) {
            throw new AssertionFailedError(
                    name + ": the ids are " + actual.getDataType() + " instead of int64.", "int64", actual.getDataType());
        }
        if (!actual.getShape().equals(shape)) {
            boolean isMatrix = actual.getShape().dimension() == 2 && actual.getShape().size() > 0;
            throw new AssertionFailedError(
                    name + ": the ids have the shape " + actual.getShape() + " instead of " + shape + ".",
                    shape,
                    isMatrix ? shown(actual.toLongArray(), (int) actual.getShape().get(1)) : actual.getShape());
        }
    }

    private static String shown(long[] ids, int columns) {
        long[][] rows = new long[ids.length / columns][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = Arrays.copyOfRange(ids, row * columns, (row + 1) * columns);
        }
        return Arrays.deepToString(rows);
    }
}
