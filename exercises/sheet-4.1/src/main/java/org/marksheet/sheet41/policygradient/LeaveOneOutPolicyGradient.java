package org.marksheet.sheet41.policygradient;

import ai.djl.ndarray.NDArray;
import org.marksheet.lab.todo.OpenTodo;

/**
 * Exercise 4.1.6: your policy gradient.
 *
 * <p>What each method must do stands in {@link PolicyGradient}. Write one method, then run {@code mvn test
 * -Dexercise=4.1.6}. Helper methods and fields of your own are welcome.
 */
public class LeaveOneOutPolicyGradient implements PolicyGradient {
    @Override
    public NDArray baseline(NDArray rewards) {
        // TODO 4.1.6.a: the mean of the others is what is left of the sum, divided by one less. And a batch of one?
        throw new OpenTodo("4.1.6.a");
    }

    @Override
    public NDArray scoreFunctionLoss(NDArray logProbs, NDArray rewards, NDArray baseline, NDArray responseMask) {
        // TODO 4.1.6.b: the log-probability of a response, weighted with how much better it was than expected.
        throw new OpenTodo("4.1.6.b");
    }
}
