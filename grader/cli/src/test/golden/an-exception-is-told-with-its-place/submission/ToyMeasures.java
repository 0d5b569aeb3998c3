package org.marksheet.toy;

import ai.djl.ndarray.NDArray;
import java.util.List;

public class ToyMeasures implements Measures {
    @Override
    public NDArray mean(NDArray numbers) {
        return numbers.mean();
    }

    @Override
    public int atLeast(List<Integer> numbers, int bound) {
        return numbers.get(numbers.size());
    }
}
