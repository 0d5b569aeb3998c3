package org.marksheet.sheet41.generation.mistakes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.Arrays;
import java.util.List;
import org.marksheet.lab.model.KeyValueCache;
import org.marksheet.lab.model.LanguageModel;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.sheet41.generation.BatchGeneration;
import org.marksheet.sheet41.generation.GenerationOptions;
import org.marksheet.sheet41.generation.Sampling;
import org.marksheet.sheet41.generation.StoppingCriterion;

/** The right generation in steps, of which a mistake replaces one. */
abstract class SteppedGeneration extends BatchGeneration {
    @Override
    public NDArray generate(
            LanguageModel model,
            Sampling sampling,
            List<long[]> prompts,
            GenerationOptions options,
            StoppingCriterion stopping,
            RandomSource random) {
        require(prompts);
        NDArray all = padded(prompts, options.padId());
        NDArray mask = mask(prompts, options.padId());
        NDArray ids = all;
        NDArray positions = firstPositions(mask);
        KeyValueCache cache = KeyValueCache.empty();
        NDArray ended = all.get(":, 0:1").lt(0);
        NDList tokens = new NDList();
        int promptLength = longest(prompts);
        for (int step = 0; step < limit(options); step++) {
            LanguageModel.Output output = forward(model, ids, mask, positions, cache, ended);
            NDArray logits = last(output.logits());
            NDArray drawn = drawn(sampling, logits, newTokens(step, promptLength), options, random).expandDims(1);
            NDArray token = emitted(drawn, ended, options);
            ended = ended.logicalOr(token.eq(options.eosId()));
            tokens.add(token);
            NDArray responses = NDArrays.concat(tokens, 1);
            if (stops(stopping, shown(all, responses)) || isOver(ended)) {
                return result(all, responses, options);
            }
            NDArray before = mask;
            mask = grown(mask, token);
            positions = laterPositions(mask, before, positions, step);
            cache = handedBack(output.cache());
            ids = sent(all, responses, token);
            if (ids.getShape().get(1) > 1) {
                positions = mask.cumSum(1).sub(mask);
            }
        }
        return result(all, NDArrays.concat(tokens, 1), options);
    }

    void require(List<long[]> prompts) {
        requirePrompts(prompts);
    }

    NDArray padded(List<long[]> prompts, int padId) {
        return filled(prompts, padId, false);
    }

    NDArray mask(List<long[]> prompts, int padId) {
        return filled(prompts, 0, true);
    }

    /** Returns where a prompt begins in a row of the longest one's length. */
    int offset(int length, int longest) {
        return longest - length;
    }

    final NDArray filled(List<long[]> prompts, long filling, boolean withOnes) {
        int longest = longest(prompts);
        long[] numbers = new long[prompts.size() * longest];
        Arrays.fill(numbers, filling);
        for (int row = 0; row < prompts.size(); row++) {
            long[] prompt = prompts.get(row);
            for (int i = 0; i < prompt.length; i++) {
                numbers[row * longest + offset(prompt.length, longest) + i] = withOnes ? 1 : prompt[i];
            }
        }
        return matrix(numbers, prompts.size());
    }

    NDArray firstPositions(NDArray mask) {
        return mask.cumSum(1).sub(mask);
    }

    /** Returns the positions of the new tokens, [B,1]. */
    NDArray laterPositions(NDArray mask, NDArray before, NDArray positions, int step) {
        return before.sum(new int[] {1}, true);
    }

    NDArray grown(NDArray mask, NDArray token) {
        return mask.concat(token.onesLike(), 1);
    }

    NDArray sent(NDArray prompts, NDArray responses, NDArray token) {
        return token;
    }

    KeyValueCache handedBack(KeyValueCache cache) {
        return cache;
    }

    LanguageModel.Output forward(
            LanguageModel model,
            NDArray ids,
            NDArray mask,
            NDArray positions,
            KeyValueCache cache,
            NDArray ended) {
        return model.forward(ids, mask, positions, cache);
    }

    NDArray last(NDArray logits) {
        return logits.get(":, -1");
    }

    int newTokens(int step, int promptLength) {
        return step;
    }

    NDArray drawn(
            Sampling sampling, NDArray logits, int newTokens, GenerationOptions options, RandomSource random) {
        NDArray allowed = sampling.minNewTokens(logits, newTokens, options.minNewTokens(), options.eosId());
        NDArray filtered = filtered(sampling, allowed, options);
        return sampling.sample(filtered, drawTemperature(options), random);
    }

    NDArray filtered(Sampling sampling, NDArray logits, GenerationOptions options) {
        NDArray tempered = sampling.temperature(logits, options.temperature());
        return sampling.topP(sampling.topK(tempered, options.topK()), options.topP());
    }

    float drawTemperature(GenerationOptions options) {
        return options.temperature() == 0 ? 0 : 1;
    }

    NDArray emitted(NDArray drawn, NDArray ended, GenerationOptions options) {
        return NDArrays.where(ended, drawn.zerosLike().add(options.padId()), drawn);
    }

    int limit(GenerationOptions options) {
        return options.maxNewTokens();
    }

    boolean isOver(NDArray ended) {
        return ended.all().getBoolean();
    }

    NDArray shown(NDArray prompts, NDArray responses) {
        return responses;
    }

    boolean stops(StoppingCriterion stopping, NDArray responses) {
        return stopping.stopsAfter(responses);
    }

    NDArray result(NDArray prompts, NDArray responses, GenerationOptions options) {
        return responses;
    }
}
