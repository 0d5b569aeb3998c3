package org.marksheet.sheet41.ppo.checks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** An answer's numbers for a picture, whatever the answer is; what is wrong with it is for the check to say. */
final class Numbers {
    private Numbers() {}

    /** Returns all numbers in row-major order; none if they are not float32. */
    static double[] all(NDArray answer) {
        if (answer.getDataType() != DataType.FLOAT32) {
            return new double[0];
        }
        float[] numbers = answer.toFloatArray();
        double[] wide = new double[numbers.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = numbers[i];
        }
        return wide;
    }

    /** Returns the first number, or NaN if there is none. */
    static double first(NDArray answer) {
        double[] all = all(answer);
        return all.length == 0 ? Double.NaN : all[0];
    }
}
