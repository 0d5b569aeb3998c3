package org.marksheet.sheet41.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.marksheet.lab.model.KeyValueCache;
import org.marksheet.lab.model.LanguageModel;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.lab.tensor.Torch;

/** Exercise 4.1.2, solved: generation of a batch of responses. */
public class BatchGeneration implements Generation {
    @Override
    public NDArray generate(
            LanguageModel model,
            Sampling sampling,
            List<long[]> prompts,
            GenerationOptions options,
            StoppingCriterion stopping,
            RandomSource random) {
        requirePrompts(prompts);
        NDArray ids = leftPadded(prompts, options.padId());
        NDArray mask = maskOf(prompts);
        NDArray positions = mask.cumSum(1).sub(mask);
        NDArray realTokens = mask.sum(new int[] {1}, true);
        KeyValueCache cache = KeyValueCache.empty();
        NDArray ended = realTokens.lt(0);
        NDList tokens = new NDList();

        for (int step = 0; step < options.maxNewTokens(); step++) {
            LanguageModel.Output output = model.forward(ids, mask, positions, cache);
            NDArray drawn = draw(sampling, output.logits().get(":, -1"), step, options, random).expandDims(1);
            NDArray token = NDArrays.where(ended, drawn.zerosLike().add(options.padId()), drawn);
            tokens.add(token);
            ended = ended.logicalOr(token.eq(options.eosId()));
            if (stopping.stopsAfter(NDArrays.concat(tokens, 1)) || ended.all().getBoolean()) {
                break;
            }
            ids = token;
            mask = mask.concat(token.onesLike(), 1);
            positions = realTokens.add(step);
            cache = output.cache();
        }
        return NDArrays.concat(tokens, 1);
    }

    private static NDArray draw(
            Sampling sampling, NDArray logits, int newTokens, GenerationOptions options, RandomSource random) {
        NDArray allowed = sampling.minNewTokens(logits, newTokens, options.minNewTokens(), options.eosId());
        NDArray tempered = sampling.temperature(allowed, options.temperature());
        NDArray filtered = sampling.topP(sampling.topK(tempered, options.topK()), options.topP());
        // The logits are tempered already.
        return sampling.sample(filtered, options.temperature() == 0 ? 0 : 1, random);
    }

    private static NDArray leftPadded(List<long[]> prompts, int padId) {
        int longest = longest(prompts);
        long[] ids = new long[prompts.size() * longest];
        Arrays.fill(ids, padId);
        for (int row = 0; row < prompts.size(); row++) {
            long[] prompt = prompts.get(row);
            System.arraycopy(prompt, 0, ids, (row + 1) * longest - prompt.length, prompt.length);
        }
        return matrix(ids, prompts.size());
    }

    /** Marks the prompts' places; never asks for pad ids, which may be tokens of a prompt as well. */
    private static NDArray maskOf(List<long[]> prompts) {
        int longest = longest(prompts);
        long[] mask = new long[prompts.size() * longest];
        for (int row = 0; row < prompts.size(); row++) {
            Arrays.fill(mask, (row + 1) * longest - prompts.get(row).length, (row + 1) * longest, 1);
        }
        return matrix(mask, prompts.size());
    }

    /** Returns numbers as a matrix. */
    protected static NDArray matrix(long[] numbers, int rows) {
        NDManager manager = Torch.scopeManager();
        return manager.create(numbers, new Shape(rows, numbers.length / rows));
    }

    /** Returns the length of the longest prompt. */
    protected static int longest(List<long[]> prompts) {
        return prompts.stream().mapToInt(prompt -> prompt.length).max().orElseThrow();
    }

    /** Rejects a batch without a prompt, and a prompt without a token. */
    protected static void requirePrompts(List<long[]> prompts) {
        if (prompts.isEmpty()) {
            throw new IllegalArgumentException("prompts is empty; it must hold one prompt or more.");
        }
        for (int row = 0; row < prompts.size(); row++) {
            if (prompts.get(row).length == 0) {
                throw new IllegalArgumentException("prompts: number " + row + " is empty; it must have a token or more.");
            }
        }
    }
}
