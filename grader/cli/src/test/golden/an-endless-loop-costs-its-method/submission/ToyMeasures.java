package org.marksheet.toy;

import ai.djl.ndarray.NDArray;
import java.util.List;

public class ToyMeasures implements Measures {
    @Override
    public NDArray mean(NDArray numbers) {
        while (numbers != null) { } return null;
    }

    @Override
    public int atLeast(List<Integer> numbers, int bound) {
        return (int) numbers.stream().filter(number -> number >= bound).count();
    }
}
