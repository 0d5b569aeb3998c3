package org.marksheet.sheet41.training;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.marksheet.lab.model.LanguageModel;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.sheet41.generation.Generation;
import org.marksheet.sheet41.generation.GenerationOptions;
import org.marksheet.sheet41.generation.Sampling;
import org.marksheet.sheet41.generation.StoppingCriterion;

/**
 * Generation whose limit is drawn anew for each batch, evenly, so that a policy cannot learn to write for one length.
 *
 * @param generation does the work
 * @param least the shortest limit; the longest is {@code maxNewTokens} of the options
 */
public record DrawnLimit(Generation generation, int least) implements Generation {
    /** Rejects what cannot be. */
    public DrawnLimit {
        if (least < 1) {
            throw new IllegalArgumentException("response-min is " + least + "; it must be at least 1.");
        }
    }

    @Override
    public NDArray generate(
            LanguageModel model,
            Sampling sampling,
            List<long[]> prompts,
            GenerationOptions options,
            StoppingCriterion stopping,
            RandomSource random) {
        if (options.maxNewTokens() < least) {
            throw new IllegalArgumentException("response-min is " + least + " but max-new-tokens is " + options.maxNewTokens()
                    + "; it must be at least as large.");
        }
        int lengths = options.maxNewTokens() - least + 1;
        int limit = least + (int) (random.uniform(1).getFloat() * lengths);
        return generation.generate(model, sampling, prompts, options.withMaxNewTokens(limit), stopping, random);
    }
}
