package org.marksheet.sheet41.generation;

import ai.djl.ndarray.NDArray;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.lab.todo.OpenTodo;

/**
 * Exercise 4.1.2: your steps from logits to a token.
 *
 * <p>What each method must do stands in {@link Sampling}. Write one method, then run {@code mvn test
 * -Dexercise=4.1.2}. Helper methods and fields of your own are welcome.
 */
public class LogitSampling implements Sampling {
    @Override
    public NDArray temperature(NDArray logits, float temperature) {
        // TODO 4.1.2.a: one division, and two values of tau that need a thought.
        throw new OpenTodo("4.1.2.a");
    }

    @Override
    public NDArray minNewTokens(NDArray logits, int newTokens, int minimum, int eosId) {
        // TODO 4.1.2.b: which logit makes a token impossible?
        throw new OpenTodo("4.1.2.b");
    }

    @Override
    public NDArray topK(NDArray logits, int k) {
        // TODO 4.1.2.c: find the kth largest logit of each row, remove what is smaller.
        throw new OpenTodo("4.1.2.c");
    }

    @Override
    public NDArray topP(NDArray logits, float p) {
        // TODO 4.1.2.d: sort, add up, and find out which tokens the set needs; then back to the vocabulary's order.
        throw new OpenTodo("4.1.2.d");
    }

    @Override
    public NDArray sample(NDArray logits, float temperature, RandomSource random) {
        // TODO 4.1.2.e: greedy if tau is 0, else a draw for each row. DJL has no multinomial: see the hint on the sheet.
        throw new OpenTodo("4.1.2.e");
    }
}
