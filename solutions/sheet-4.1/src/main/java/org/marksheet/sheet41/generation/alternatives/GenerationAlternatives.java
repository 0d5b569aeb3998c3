package org.marksheet.sheet41.generation.alternatives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.marksheet.grader.api.Alternative;
import org.marksheet.lab.model.KeyValueCache;
import org.marksheet.lab.model.LanguageModel;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.sheet41.generation.Generation;
import org.marksheet.sheet41.generation.GenerationOptions;
import org.marksheet.sheet41.generation.Sampling;
import org.marksheet.sheet41.generation.StoppingCriterion;

/** Right ways to generate. */
public final class GenerationAlternatives {
    private GenerationAlternatives() {}

    /** Keeps its books in arrays, and makes tensors only to ask the model. */
    @Alternative("books in Java arrays, padding filled in by hand")
    public static class JavaArrays implements Generation {
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
                Arrays.fill(ids[row], options.padId());
                for (int i = 0; i < prompt.length; i++) {
                    int column = width - prompt.length + i;
                    ids[row][column] = prompt[i];
                    mask[row][column] = 1;
                    positions[row][column] = i;
                }
            }
            boolean[] done = new boolean[rows];
            long[][] responses = new long[rows][0];
            KeyValueCache cache = KeyValueCache.empty();
            boolean over = false;
            while (!over && responses[0].length < options.maxNewTokens()) {
                int step = responses[0].length;
                LanguageModel.Output output = model.forward(tensor(ids), tensor(mask), tensor(positions), cache);
                cache = output.cache();
                long[] tokens = tokens(output.logits(), sampling, options, step, random);
                over = true;
                for (int row = 0; row < rows; row++) {
                    long token = done[row] ? options.padId() : tokens[row];
                    done[row] = done[row] || token == options.eosId();
                    over &= done[row];
                    responses[row] = Arrays.copyOf(responses[row], step + 1);
                    responses[row][step] = token;
                    ids[row] = new long[] {token};
                    positions[row] = new long[] {prompts.get(row).length + step};
                    mask[row] = Arrays.copyOf(mask[row], width + step + 1);
                    mask[row][width + step] = 1;
                }
                over |= stopping.stopsAfter(tensor(responses));
            }
            return tensor(responses);
        }

        private static long[] tokens(
                NDArray logits, Sampling sampling, GenerationOptions options, int step, RandomSource random) {
            NDArray x = logits.get(":, {}", logits.getShape().get(1) - 1);
            x = sampling.minNewTokens(x, step, options.minNewTokens(), options.eosId());
            x = sampling.temperature(x, options.temperature());
            x = sampling.topK(x, options.topK());
            x = sampling.topP(x, options.topP());
            return sampling.sample(x, options.temperature() > 0 ? 1 : 0, random).toLongArray();
        }

        private static NDArray tensor(long[][] numbers) {
            return Torch.scopeManager()
                    .create(Arrays.stream(numbers).flatMapToLong(Arrays::stream).toArray(),
                            new Shape(numbers.length, numbers[0].length));
        }
    }

    /** Buffers as wide as they can become; what is needed is sliced off. */
    @Alternative("buffers of full width, sliced; ended rows are masked out; idle steps are skipped")
    public static class Buffers implements Generation {
        @Override
        public NDArray generate(
                LanguageModel model,
                Sampling sampling,
                List<long[]> prompts,
                GenerationOptions options,
                StoppingCriterion stopping,
                RandomSource random) {
            if (prompts.isEmpty()) {
                throw new IllegalArgumentException("prompts: none");
            }
            int rows = prompts.size();
            int width = 0;
            for (long[] prompt : prompts) {
                if (prompt.length == 0) {
                    throw new IllegalArgumentException("prompts: one is empty");
                }
                width = Math.max(width, prompt.length);
            }
            int full = width + options.maxNewTokens();
            NDManager manager = Torch.scopeManager();
            NDArray ids = manager.full(new Shape(rows, full), options.padId(), DataType.INT64);
            NDArray mask = manager.zeros(new Shape(rows, full), DataType.INT64);
            for (int row = 0; row < rows; row++) {
                long[] prompt = prompts.get(row);
                int from = width - prompt.length;
                ids.set(new NDIndex("{}, {}:{}", row, from, width), manager.create(prompt));
                mask.set(new NDIndex("{}, {}:{}", row, from, width), 1);
            }
            // Positions on padding are 1, as some libraries have them; nobody looks.
            NDArray counted = mask.cumSum(1).sub(1);
            NDArray positions = NDArrays.where(mask.eq(0), mask.onesLike(), counted);
            NDArray live = manager.ones(new Shape(rows, 1), DataType.INT64);
            KeyValueCache cache = KeyValueCache.empty();
            int at = 0;
            int end = width;
            while (end < full) {
                LanguageModel.Output output = model.forward(
                        part(ids, at, end), part(mask, 0, end), part(positions, at, end), cache);
                cache = output.cache();
                NDArray token = next(output.logits(), sampling, options, end - width, random).reshape(rows, 1);
                token = token.mul(live).add(live.neg().add(1).mul(options.padId()));
                NDIndex column = new NDIndex(":, {}:{}", end, end + 1);
                positions.set(column, mask.sum(new int[] {1}, true));
                ids.set(column, token);
                mask.set(column, live);
                live = live.mul(token.neq(options.eosId()).toType(DataType.INT64, false));
                at = end++;
                if (stopping.stopsAfter(part(ids, width, end)) || live.sum().getLong() == 0) {
                    break;
                }
            }
            return part(ids, width, end);
        }

        private static NDArray part(NDArray buffer, int from, int to) {
            return buffer.get(":, {}:{}", from, to).mul(1);
        }

        private static NDArray next(
                NDArray logits, Sampling sampling, GenerationOptions options, int newTokens, RandomSource random) {
            NDArray x = logits.split(new long[] {logits.getShape().get(1) - 1}, 1).get(1).squeeze(1);
            if (newTokens < options.minNewTokens()) {
                x = sampling.minNewTokens(x, newTokens, options.minNewTokens(), options.eosId());
            }
            if (options.temperature() == 0) {
                return sampling.sample(x, 0, random);
            }
            x = sampling.temperature(x, options.temperature());
            x = options.topK() == 0 ? x : sampling.topK(x, options.topK());
            x = options.topP() == 1 ? x : sampling.topP(x, options.topP());
            return sampling.sample(x, 1, random);
        }
    }

    /** Each token's call makes the next one. */
    @Alternative("a recursion over tokens")
    public static class Recursion implements Generation {
        @Override
        public NDArray generate(
                LanguageModel model,
                Sampling sampling,
                List<long[]> prompts,
                GenerationOptions options,
                StoppingCriterion stopping,
                RandomSource random) {
            if (prompts.isEmpty()) {
                throw new IllegalArgumentException("prompts must not be empty");
            }
            int width = prompts.stream().mapToInt(prompt -> prompt.length).max().orElse(0);
            List<NDArray> ids = new ArrayList<>();
            List<NDArray> mask = new ArrayList<>();
            for (long[] prompt : prompts) {
                if (prompt.length == 0) {
                    throw new IllegalArgumentException("a prompt must not be empty");
                }
                NDManager manager = Torch.scopeManager();
                Shape padding = new Shape(width - prompt.length);
                NDArray pads = manager.full(padding, options.padId(), DataType.INT64);
                ids.add(pads.concat(manager.create(prompt)));
                mask.add(manager.zeros(padding, DataType.INT64)
                        .concat(manager.ones(new Shape(prompt.length), DataType.INT64)));
            }
            Walk walk = new Walk(model, sampling, options, stopping, random);
            NDArray real = stack(mask);
            NDArray none = real.get(":, 0:1").lt(0);
            return walk.on(stack(ids), real, KeyValueCache.empty(), none, null);
        }

        private static NDArray stack(List<NDArray> rows) {
            return NDArrays.stack(new NDList(rows));
        }

        private record Walk(
                LanguageModel model,
                Sampling sampling,
                GenerationOptions options,
                StoppingCriterion stopping,
                RandomSource random) {
            NDArray on(NDArray ids, NDArray mask, KeyValueCache cache, NDArray done, NDArray soFar) {
                long sent = ids.getShape().get(1);
                long all = mask.getShape().get(1);
                NDArray positions = mask.cumSum(1).sub(mask).get(":, {}:", all - sent);
                LanguageModel.Output output = model.forward(ids, mask, positions, cache);
                int count = soFar == null ? 0 : (int) soFar.getShape().get(1);
                NDArray token = NDArrays.where(done, done.toType(DataType.INT64, true).mul(options.padId()), drawn(output, count));
                NDArray responses = soFar == null ? token : soFar.concat(token, 1);
                NDArray over = done.logicalOr(token.eq(options.eosId()));
                boolean stops = stopping.stopsAfter(responses);
                if (stops || count + 1 == options.maxNewTokens() || !over.logicalNot().any().getBoolean()) {
                    return responses;
                }
                return on(token, mask.concat(token.onesLike(), 1), output.cache(), over, responses);
            }

            private NDArray drawn(LanguageModel.Output output, int count) {
                NDArray last = output.logits().get(":, -1:").squeeze(1);
                NDArray x = sampling.temperature(
                        sampling.minNewTokens(last, count, options.minNewTokens(), options.eosId()),
                        options.temperature());
                x = sampling.topP(sampling.topK(x, options.topK()), options.topP());
                return sampling.sample(x, Math.signum(options.temperature()), random).expandDims(1);
            }
        }
    }

    /** Columns are collected and stacked once, at the end; running numbers stand for masks. */
    @Alternative("columns stacked, positions by a running count, ends by a running product")
    public static class Columns implements Generation {
        @Override
        public NDArray generate(
                LanguageModel model,
                Sampling sampling,
                List<long[]> prompts,
                GenerationOptions options,
                StoppingCriterion stopping,
                RandomSource random) {
            NDManager manager = Torch.scopeManager();
            long[] lengths = prompts.stream().mapToLong(prompt -> prompt.length).toArray();
            long shortest = Arrays.stream(lengths).min().orElse(0);
            if (shortest == 0) {
                throw new IllegalArgumentException("every prompt needs a token, and there must be a prompt");
            }
            int width = (int) Arrays.stream(lengths).max().orElse(0);
            NDArray length = manager.create(lengths).reshape(-1, 1);
            NDArray column = manager.arange(0, width, 1, DataType.INT64).reshape(1, -1);
            // Negative on padding.
            NDArray places = column.add(length).sub(width);
            NDArray mask = places.gte(0).toType(DataType.INT64, false);
            NDArray ids = mask.neg().add(1).mul(options.padId());
            for (int row = 0; row < lengths.length; row++) {
                ids.set(new NDIndex("{}, {}:{}", row, width - lengths[row], width), manager.create(prompts.get(row)));
            }
            NDList columns = new NDList();
            NDArray alive = length.onesLike();
            NDArray place = places.maximum(0);
            KeyValueCache cache = KeyValueCache.empty();
            do {
                LanguageModel.Output output = model.forward(ids, mask, place, cache);
                cache = output.cache();
                NDArray next = output.logits().flip(1).get(":, 0");
                next = sampling.minNewTokens(next, columns.size(), options.minNewTokens(), options.eosId());
                next = sampling.temperature(next, options.temperature());
                next = sampling.topP(sampling.topK(next, options.topK()), options.topP());
                NDArray drawn = sampling.sample(next, options.temperature() == 0 ? 0 : 1, random);
                ids = drawn.reshape(-1, 1).sub(options.padId()).mul(alive).add(options.padId());
                columns.add(ids.squeeze(1));
                alive = alive.mul(ids.neq(options.eosId()).toType(DataType.INT64, false));
                place = length.add(columns.size() - 1);
                mask = mask.concat(ids.onesLike(), 1);
            } while (!stopping.stopsAfter(NDArrays.stack(columns, 1))
                    && alive.max().getLong() == 1
                    && columns.size() < options.maxNewTokens());
            return NDArrays.stack(columns, 1);
        }
    }
}
