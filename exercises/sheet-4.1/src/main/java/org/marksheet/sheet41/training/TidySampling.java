package org.marksheet.sheet41.training;

import ai.djl.ndarray.NDArray;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.lab.tensor.Temporaries;
import org.marksheet.sheet41.generation.Sampling;

/**
 * Steps from logits to a token that leave nothing behind but their result.
 *
 * <p>An array as large as the logits of a batch is 25 MB with GPT-2's vocabulary, and what a step makes on its way would be kept until
 * the end of the update: several such arrays for every token.
 *
 * @param sampling does the work
 */
public record TidySampling(Sampling sampling) implements Sampling {
    @Override
    public NDArray temperature(NDArray logits, float temperature) {
        return Temporaries.closedBut(() -> sampling.temperature(logits, temperature));
    }

    @Override
    public NDArray minNewTokens(NDArray logits, int newTokens, int minimum, int eosId) {
        return Temporaries.closedBut(() -> sampling.minNewTokens(logits, newTokens, minimum, eosId));
    }

    @Override
    public NDArray topK(NDArray logits, int k) {
        return Temporaries.closedBut(() -> sampling.topK(logits, k));
    }

    @Override
    public NDArray topP(NDArray logits, float p) {
        return Temporaries.closedBut(() -> sampling.topP(logits, p));
    }

    @Override
    public NDArray sample(NDArray logits, float temperature, RandomSource random) {
        return Temporaries.closedBut(() -> sampling.sample(logits, temperature, random));
    }
}
