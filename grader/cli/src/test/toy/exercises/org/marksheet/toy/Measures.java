package org.marksheet.toy;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.marksheet.lab.tensor.Differentiable;

/** The contract of the toy sheet. */
public interface Measures {
    /** Returns the mean of all numbers. */
    NDArray mean(@Differentiable NDArray numbers);

    /** Returns how many numbers are at least the bound. */
    int atLeast(List<Integer> numbers, int bound);
}
