package org.marksheet.sheet41.kl;

import ai.djl.ndarray.NDArray;
import org.marksheet.lab.todo.OpenTodo;

/**
 * Exercise 4.1.7: your KL penalty.
 *
 * <p>What each method must do stands in {@link KlPenalty}. Write one method, then run {@code mvn test
 * -Dexercise=4.1.7}. Helper methods and fields of your own are welcome.
 */
public class TokenKlPenalty implements KlPenalty {
    @Override
    public NDArray tokenLogProbs(NDArray logits, NDArray responseIds, int start, float temperature) {
        // TODO 4.1.7.a: which logits predict the first response token? Take them, normalise, pick the tokens.
        throw new OpenTodo("4.1.7.a");
    }

    @Override
    public KlEstimates klEstimates(NDArray logProbs, NDArray refLogProbs) {
        // TODO 4.1.7.b: three formulas of one difference. Elementwise.expm1 keeps the digits of a small one.
        throw new OpenTodo("4.1.7.b");
    }

    @Override
    public float sequenceKl(NDArray logProbs, NDArray refLogProbs, NDArray responseMask) {
        // TODO 4.1.7.c: a sum over each response, a mean over the batch.
        throw new OpenTodo("4.1.7.c");
    }

    @Override
    public NDArray penalizedRewards(
            NDArray scores, NDArray logProbs, NDArray refLogProbs, NDArray responseMask, float klCoefficient) {
        // TODO 4.1.7.d: a penalty on each real token; the score comes on top of it at the last one.
        throw new OpenTodo("4.1.7.d");
    }

    @Override
    public double adaptKlCoefficient(
            double klCoefficient, double kl, double target, int episodes, double horizon) {
        // TODO 4.1.7.e: how far off is the divergence, how large may one step be?
        throw new OpenTodo("4.1.7.e");
    }
}
