package org.marksheet.sheet41.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.marksheet.lab.model.KeyValueCache;
import org.marksheet.lab.model.LanguageModel;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.lab.tensor.Torch;

/** Keeps everything in Java arrays and makes tensors only to ask the model. */
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
            throw new IllegalArgumentException("a prompt is missing");
        }
        int rows = prompts.size();
        int width = prompts.stream().mapToInt(prompt -> prompt.length).max().getAsInt();
        long[][] ids = new long[rows][width];
        long[][] mask = new long[rows][width];
        long[][] positions = new long[rows][width];
        for (int row = 0; row < rows; row++) {
            long[] prompt = prompts.get(row);
            int pads = width - prompt.length;
            Arrays.fill(ids[row], 0, pads, options.padId());
            for (int i = 0; i < prompt.length; i++) {
                ids[row][pads + i] = prompt[i];
                mask[row][pads + i] = 1;
                positions[row][pads + i] = i;
            }
        }

        boolean[] ended = new boolean[rows];
        long[][] responses = new long[rows][0];
        KeyValueCache cache = KeyValueCache.empty();
        boolean over = false;
        for (int step = 0; step < options.maxNewTokens() && !over; step++) {
            LanguageModel.Output output = model.forward(tensor(ids), tensor(mask), tensor(positions), cache);
            cache = output.cache();
            long[] drawn = draw(output.logits(), sampling, options, step, random);
            over = true;
            for (int row = 0; row < rows; row++) {
                long token = ended[row] ? options.padId() : drawn[row];
                ended[row] |= token == options.eosId();
                over &= ended[row];
                responses[row] = append(responses[row], token);
                mask[row] = append(mask[row], 1);
                ids[row] = new long[] {token};
                positions[row] = new long[] {prompts.get(row).length + step};
            }
            over |= stopping.stopsAfter(tensor(responses));
        }
        return tensor(responses);
    }

    private static long[] draw(
            NDArray logits, Sampling sampling, GenerationOptions options, int step, RandomSource random) {
        NDArray x = logits.get(":, {}", logits.getShape().get(1) - 1);
        x = sampling.minNewTokens(x, step, options.minNewTokens(), options.eosId());
        x = sampling.temperature(x, options.temperature());
        x = sampling.topK(x, options.topK());
        x = sampling.topP(x, options.topP());
        return sampling.sample(x, options.temperature() > 0 ? 1 : 0, random).toLongArray();
    }

    private static long[] append(long[] numbers, long number) {
        long[] longer = Arrays.copyOf(numbers, numbers.length + 1);
        longer[numbers.length] = number;
        return longer;
    }

    private static NDArray tensor(long[][] numbers) {
        long[] flat = Arrays.stream(numbers).flatMapToLong(Arrays::stream).toArray();
        return Torch.scopeManager().create(flat, new Shape(numbers.length, numbers[0].length));
    }
}
