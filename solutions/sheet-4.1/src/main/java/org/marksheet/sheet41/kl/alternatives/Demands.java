package org.marksheet.sheet41.kl.alternatives;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;

/** What all alternatives ask of their arguments, in words of their own. */
final class Demands {
    private Demands() {}

    static void equalShapes(NDArray first, NDArray... others) {
        for (NDArray other : others) {
            if (!Arrays.equals(first.getShape().getShape(), other.getShape().getShape())) {
                throw new IllegalArgumentException("cannot combine " + words(first) + " and " + words(other));
            }
        }
    }

    static void rows(NDArray scores, NDArray logProbs) {
        if (scores.getShape().dimension() != 1
                || scores.getShape().get(0) != logProbs.getShape().get(0)) {
            throw new IllegalArgumentException(words(scores) + " scores for " + words(logProbs));
        }
    }

    static void response(NDArray logits, NDArray ids, int start, float temperature) {
        long end = start + ids.getShape().get(1);
        if (start < 1 || end > logits.getShape().get(1) + 1) {
            throw new IllegalArgumentException(
                    words(ids) + " at " + start + " is not predicted by " + words(logits));
        }
        if (Float.isNaN(temperature) || temperature <= 0) {
            throw new IllegalArgumentException("a temperature of " + temperature + " draws nothing");
        }
    }

    private static String words(NDArray array) {
        return Arrays.toString(array.getShape().getShape());
    }
}
