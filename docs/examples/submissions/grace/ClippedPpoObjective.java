package org.marksheet.sheet41.ppo;

import ai.djl.ndarray.NDArray;
import org.marksheet.lab.todo.OpenTodo;

/**
 * Exercise 4.1.9: your PPO objective.
 *
 * <p>What each method must do stands in {@link PpoObjective}. Write one method, then run {@code mvn test
 * -Dexercise=4.1.9}. Helper methods and fields of your own are welcome.
 */
public class ClippedPpoObjective implements PpoObjective {
    @Override
    public PolicyLoss policyLoss(
            NDArray logProbs,
            NDArray oldLogProbs,
            NDArray advantages,
            NDArray responseMask,
            float clipRange) {
        // TODO 4.1.9.a: compute the ratio, the two candidates of each token, and average the larger one.
        throw new OpenTodo("4.1.9.a");
    }

    @Override
    public NDArray valueLoss(
            NDArray values, NDArray oldValues, NDArray returns, NDArray responseMask, float clipRange) {
        // TODO 4.1.9.b: the larger of two squared errors of each token, halved.
        throw new OpenTodo("4.1.9.b");
    }

    @Override
    public NDArray entropy(NDArray logits, NDArray responseMask) {
        // TODO 4.1.9.c: mind the tokens whose probability is 0.
        throw new OpenTodo("4.1.9.c");
    }

    @Override
    public NDArray totalLoss(
            NDArray policyLoss,
            NDArray valueLoss,
            NDArray entropy,
            float valueCoefficient,
            float entropyCoefficient) {
        // TODO 4.1.9.d: put the three together; which of them should grow?
        throw new OpenTodo("4.1.9.d");
    }
}
