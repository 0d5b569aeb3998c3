package org.marksheet.sheet41.advantages;

import ai.djl.ndarray.NDArray;
import org.marksheet.lab.todo.OpenTodo;

/**
 * Exercise 4.1.8: your advantages.
 *
 * <p>What each method must do stands in {@link AdvantageEstimation}. Write one method, then run {@code mvn test
 * -Dexercise=4.1.8}. Helper methods and fields of your own are welcome.
 */
public class GeneralizedAdvantageEstimation implements AdvantageEstimation {
    @Override
    public NDArray generalizedAdvantages(
            NDArray rewards, NDArray values, NDArray responseMask, float gamma, float lambda) {
        // TODO 4.1.8.a: each advantage needs the one after it: where does the loop begin, and with what?
        throw new OpenTodo("4.1.8.a");
    }

    @Override
    public NDArray returns(NDArray advantages, NDArray values, NDArray responseMask) {
        // TODO 4.1.8.b: one addition, and nothing on padding.
        throw new OpenTodo("4.1.8.b");
    }

    @Override
    public NDArray whiten(NDArray x, NDArray responseMask, boolean shiftMean) {
        // TODO 4.1.8.c: mean and variance of the real tokens only; the variance is the unbiased one.
        throw new OpenTodo("4.1.8.c");
    }
}
