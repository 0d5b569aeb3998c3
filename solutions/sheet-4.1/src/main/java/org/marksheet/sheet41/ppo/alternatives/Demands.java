package org.marksheet.sheet41.ppo.alternatives;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;

/** What all alternatives ask of their arguments, each with its own words in mind. */
final class Demands {
    private Demands() {}

    static void equalShapes(NDArray... arrays) {
        long[] first = arrays[0].getShape().getShape();
        for (NDArray array : arrays) {
            long[] other = array.getShape().getShape();
            if (!Arrays.equals(first, other)) {
                throw new IllegalArgumentException(
                        "cannot combine " + Arrays.toString(first) + " and " + Arrays.toString(other));
            }
        }
    }

    static void maskFits(NDArray logits, NDArray mask) {
        long[] shape = logits.getShape().getShape();
        long[] masked = mask.getShape().getShape();
        if (shape.length != 3 || !Arrays.equals(Arrays.copyOf(shape, 2), masked)) {
            throw new IllegalArgumentException(
                    "cannot mask " + Arrays.toString(shape) + " with " + Arrays.toString(masked));
        }
    }

    static void scalars(NDArray... arrays) {
        for (NDArray array : arrays) {
            if (array.getShape().dimension() != 0) {
                throw new IllegalArgumentException(
                        "no scalar but " + Arrays.toString(array.getShape().getShape()));
            }
        }
    }

    static void range(float clipRange, double most) {
        if (clipRange <= 0 || clipRange >= most) {
            throw new IllegalArgumentException("clipRange " + clipRange + " is not in (0, " + most + ")");
        }
    }
}
