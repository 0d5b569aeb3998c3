package org.marksheet.lab.tensor;

import ai.djl.ndarray.NDArray;

/** Where a method's randomness comes from, so that the caller decides on it. */
public interface RandomSource {
    /**
     * Draws independent numbers, uniform in (0, 1): neither 0 nor 1 occurs.
     *
     * @param shape how many
     * @return float32 of that shape
     */
    NDArray uniform(long... shape);
}
