package org.marksheet.sheet41.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.marksheet.lab.model.KeyValueCache;
import org.marksheet.lab.model.LanguageModel;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.lab.tensor.Torch;

/** Collects columns; a row that is alive has a 1, one that has ended a 0. */
public class BatchGeneration implements Generation {
    @Override
    public NDArray generate(
            LanguageModel model,
            Sampling sampling,
            List<long[]> prompts,
            GenerationOptions options,
            StoppingCriterion stopping,
            RandomSource random) {
        if (prompts.isEmpty() || prompts.stream().anyMatch(prompt -> prompt.length == 0)) {
            throw new IllegalArgumentException("there must be a prompt, and none may be empty");
        }
        NDManager manager = Torch.scopeManager();
        long[] lengths = prompts.stream().mapToLong(prompt -> prompt.length).toArray();
        NDArray length = manager.create(lengths).reshape(-1, 1);
        int width = (int) length.max().getLong();

        // Positions come out negative on padding.
        NDArray positions = manager.arange(0, width, 1, DataType.INT64).reshape(1, -1).add(length).sub(width);
        NDArray mask = positions.gte(0).toType(DataType.INT64, false);
        positions = positions.maximum(0);
        NDArray ids = mask.onesLike().mul(options.padId());
        for (int row = 0; row < lengths.length; row++) {
            ids.set(new NDIndex("{}, {}:{}", row, width - lengths[row], width), manager.create(prompts.get(row)));
        }

        KeyValueCache cache = KeyValueCache.empty();
        NDArray alive = length.onesLike();
        NDList columns = new NDList();
        boolean goesOn = true;
        while (goesOn) {
            LanguageModel.Output output = model.forward(ids, mask, positions, cache);
            NDArray drawn = next(output.logits().get(":, -1"), sampling, options, columns.size(), random);
            // The drawn token where the row is alive, else the pad token.
            ids = drawn.reshape(-1, 1).sub(options.padId()).mul(alive).add(options.padId());
            alive = alive.mul(ids.neq(options.eosId()).toType(DataType.INT64, false));
            positions = length.add(columns.size());
            columns.add(ids.squeeze(1));
            mask = mask.concat(ids.onesLike(), 1);
            cache = output.cache();
            goesOn = !stopping.stopsAfter(NDArrays.stack(columns, 1))
                    && alive.max().getLong() == 1
                    && columns.size() < options.maxNewTokens();
        }
        return NDArrays.stack(columns, 1);
    }

    private static NDArray next(
            NDArray logits, Sampling sampling, GenerationOptions options, int newTokens, RandomSource random) {
        NDArray x = sampling.minNewTokens(logits, newTokens, options.minNewTokens(), options.eosId());
        x = sampling.temperature(x, options.temperature());
        x = sampling.topK(x, options.topK());
        x = sampling.topP(x, options.topP());
        return sampling.sample(x, Math.signum(options.temperature()), random);
    }
}
