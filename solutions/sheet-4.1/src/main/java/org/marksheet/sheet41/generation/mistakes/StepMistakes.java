package org.marksheet.sheet41.generation.mistakes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import org.marksheet.grader.api.Mistake;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.sheet41.generation.GenerationOptions;
import org.marksheet.sheet41.generation.Sampling;
import org.marksheet.sheet41.generation.StoppingCriterion;

/** What goes wrong in 4.1.2.f around the steps from logits to tokens, and with the tokens. */
public final class StepMistakes {
    private StepMistakes() {}

    /** Filtered first. */
    @Mistake(value = "temperature-after-the-filters", todo = "4.1.2.f")
    public static class TemperatureAfterTheFilters extends SteppedGeneration {
        @Override
        NDArray filtered(Sampling sampling, NDArray logits, GenerationOptions options) {
            NDArray filtered = sampling.topP(sampling.topK(logits, options.topK()), options.topP());
            return sampling.temperature(filtered, options.temperature());
        }
    }

    /** Top-p before top-k. */
    @Mistake(value = "top-p-before-top-k", todo = "4.1.2.f")
    public static class TopPBeforeTopK extends SteppedGeneration {
        @Override
        NDArray filtered(Sampling sampling, NDArray logits, GenerationOptions options) {
            NDArray tempered = sampling.temperature(logits, options.temperature());
            return sampling.topK(sampling.topP(tempered, options.topP()), options.topK());
        }
    }

    /** No filters at all. */
    @Mistake(value = "filters-left-out", todo = "4.1.2.f")
    public static class FiltersLeftOut extends SteppedGeneration {
        @Override
        NDArray filtered(Sampling sampling, NDArray logits, GenerationOptions options) {
            return sampling.temperature(logits, options.temperature());
        }
    }

    /** Tempered logits are drawn with the temperature once more. */
    @Mistake(value = "temperature-twice", todo = "4.1.2.f")
    public static class TemperatureTwice extends SteppedGeneration {
        @Override
        float drawTemperature(GenerationOptions options) {
            return options.temperature();
        }
    }

    /** Temperature 1 for the draw, also when greedy. */
    @Mistake(value = "greedy-is-forgotten", todo = "4.1.2.f")
    public static class GreedyIsForgotten extends SteppedGeneration {
        @Override
        float drawTemperature(GenerationOptions options) {
            return 1;
        }
    }

    /** The prompt's tokens count towards the minimum. */
    @Mistake(value = "prompt-counted-as-new", todo = "4.1.2.f")
    public static class PromptCountedAsNew extends SteppedGeneration {
        @Override
        int newTokens(int step, int promptLength) {
            return promptLength + step;
        }
    }

    /** The token that is about to be drawn counts already. */
    @Mistake(value = "new-tokens-off-by-one", todo = "4.1.2.f")
    public static class NewTokensOffByOne extends SteppedGeneration {
        @Override
        int newTokens(int step, int promptLength) {
            return step + 1;
        }
    }

    /** No minimum. */
    @Mistake(value = "minimum-left-out", todo = "4.1.2.f")
    public static class MinimumLeftOut extends SteppedGeneration {
        @Override
        NDArray drawn(
                Sampling sampling, NDArray logits, int newTokens, GenerationOptions options, RandomSource random) {
            return sampling.sample(filtered(sampling, logits, options), drawTemperature(options), random);
        }
    }

    /** The end becomes a pad. */
    @Mistake(value = "end-dropped", todo = "4.1.2.f")
    public static class EndDropped extends SteppedGeneration {
        @Override
        NDArray result(NDArray prompts, NDArray responses, GenerationOptions options) {
            NDArray ends = responses.eq(options.eosId());
            return NDArrays.where(ends, responses.zerosLike().add(options.padId()), responses);
        }
    }

    /** Rows go on after their end. */
    @Mistake(value = "not-padded-after-the-end", todo = "4.1.2.f")
    public static class NotPaddedAfterTheEnd extends SteppedGeneration {
        @Override
        NDArray emitted(NDArray drawn, NDArray ended, GenerationOptions options) {
            return drawn;
        }
    }

    /** Rows repeat the end. */
    @Mistake(value = "padded-with-the-end", todo = "4.1.2.f")
    public static class PaddedWithTheEnd extends SteppedGeneration {
        @Override
        NDArray emitted(NDArray drawn, NDArray ended, GenerationOptions options) {
            return NDArrays.where(ended, drawn.zerosLike().add(options.eosId()), drawn);
        }
    }

    /** Prompt and response in one. */
    @Mistake(value = "prompt-returned", todo = "4.1.2.f")
    public static class PromptReturned extends SteppedGeneration {
        @Override
        NDArray result(NDArray prompts, NDArray responses, GenerationOptions options) {
            return prompts.concat(responses, 1);
        }
    }

    /** {@code <=}. */
    @Mistake(value = "one-token-too-many", todo = "4.1.2.f")
    public static class OneTokenTooMany extends SteppedGeneration {
        @Override
        int limit(GenerationOptions options) {
            return options.maxNewTokens() + 1;
        }
    }

    /** Always as wide as the limit. */
    @Mistake(value = "filled-to-the-limit", todo = "4.1.2.f")
    public static class FilledToTheLimit extends SteppedGeneration {
        @Override
        NDArray result(NDArray prompts, NDArray responses, GenerationOptions options) {
            long missing = options.maxNewTokens() - responses.getShape().get(1);
            if (missing <= 0) {
                return responses;
            }
            NDArray pads = responses.get(":, 0:1").zerosLike().add(options.padId());
            return responses.concat(pads.repeat(1, missing), 1);
        }
    }

    /** Never asked. */
    @Mistake(value = "stopping-not-asked", todo = "4.1.2.f")
    public static class StoppingNotAsked extends SteppedGeneration {
        @Override
        boolean stops(StoppingCriterion stopping, NDArray responses) {
            return false;
        }
    }

    /** Asked about prompt and response. */
    @Mistake(value = "stopping-sees-the-prompt", todo = "4.1.2.f")
    public static class StoppingSeesThePrompt extends SteppedGeneration {
        @Override
        NDArray shown(NDArray prompts, NDArray responses) {
            return prompts.concat(responses, 1);
        }
    }
}
