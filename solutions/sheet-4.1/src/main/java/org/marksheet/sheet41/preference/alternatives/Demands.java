package org.marksheet.sheet41.preference.alternatives;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;

/** What all alternatives ask of their arguments, in words of their own. */
final class Demands {
    private Demands() {}

    static void equalShapes(NDArray first, NDArray... others) {
        for (NDArray other : others) {
            if (!Arrays.equals(first.getShape().getShape(), other.getShape().getShape())) {
                throw new IllegalArgumentException("cannot pair " + words(first) + " with " + words(other));
            }
        }
    }

    private static String words(NDArray array) {
        return Arrays.toString(array.getShape().getShape());
    }
}
