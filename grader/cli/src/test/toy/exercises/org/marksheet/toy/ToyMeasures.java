package org.marksheet.toy;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.marksheet.lab.todo.OpenTodo;

/** What students of the toy sheet complete. */
public class ToyMeasures implements Measures {
    @Override
    public NDArray mean(NDArray numbers) {
        // TODO 0.1.1.a
        throw new OpenTodo("0.1.1.a");
    }

    @Override
    public int atLeast(List<Integer> numbers, int bound) {
        // TODO 0.1.1.b
        throw new OpenTodo("0.1.1.b");
    }
}
