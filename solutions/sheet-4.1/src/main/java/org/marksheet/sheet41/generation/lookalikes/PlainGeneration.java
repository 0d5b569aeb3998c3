package org.marksheet.sheet41.generation.lookalikes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.marksheet.lab.model.KeyValueCache;
import org.marksheet.lab.model.LanguageModel;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.sheet41.generation.Generation;
import org.marksheet.sheet41.generation.GenerationOptions;
import org.marksheet.sheet41.generation.Sampling;
import org.marksheet.sheet41.generation.StoppingCriterion;

/**
 * A right generation with a list for each row.
 *
 * <p>Each step is there to be got wrong. Derived from no other implementation of this sheet.
 */
class PlainGeneration implements Generation {
    /** A row of the batch. */
    static final class Row {
        final long[] prompt;
        final List<Long> response = new ArrayList<>();
        boolean over;

        Row(long[] prompt) {
            this.prompt = prompt;
        }
    }

    /** A number for a row and a column. */
    interface Cell {
        long at(Row row, int column);
    }

    @Override
    public final NDArray generate(
            LanguageModel model,
            Sampling sampling,
            List<long[]> prompts,
            GenerationOptions options,
            StoppingCriterion stopping,
            RandomSource random) {
        List<Row> rows = new ArrayList<>();
        int width = 0;
        for (long[] prompt : prompts) {
            if (prompt.length == 0) {
                throw new IllegalArgumentException("prompt without a token");
            }
            width = Math.max(width, prompt.length);
            rows.add(new Row(prompt));
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("no prompt");
        }
        int columns = width;
        LanguageModel.Output output = model.forward(
                grid(rows, columns, (row, column) -> {
                    int place = place(row, column, columns);
                    return place >= 0 && place < row.prompt.length ? row.prompt[place] : options.padId();
                }),
                mask(rows, columns, 0, options),
                grid(rows, columns, (row, column) -> Math.max(0, firstPosition(row, column, columns))),
                KeyValueCache.empty());
        while (true) {
            step(rows, output.logits(), sampling, options, random);
            int count = rows.get(0).response.size();
            NDArray responses = grid(rows, count, (row, column) -> row.response.get(column));
            if (stopping.stopsAfter(responses) || count >= options.maxNewTokens() || isOver(rows)) {
                return result(rows, responses, options);
            }
            output = model.forward(
                    grid(rows, 1, (row, column) -> row.response.get(count - 1)),
                    mask(rows, columns, count, options),
                    grid(rows, 1, (row, column) -> position(row, count, columns)),
                    output.cache());
        }
    }

    private void step(
            List<Row> rows, NDArray logits, Sampling sampling, GenerationOptions options, RandomSource random) {
        NDArray last = logits.get(":, " + (logits.getShape().get(1) - 1));
        int count = rows.get(0).response.size();
        NDArray free = sampling.minNewTokens(last, counted(rows, count), options.minNewTokens(), options.eosId());
        NDArray left = shaped(sampling, free, options);
        long[] ids = sampling.sample(left, options.temperature() == 0 ? 0 : 1, random).toLongArray();
        for (int row = 0; row < ids.length; row++) {
            Row own = rows.get(row);
            own.response.add(own.over ? after(own, ids[row], options) : ids[row]);
            own.over |= ids[row] == options.eosId();
        }
    }

    int place(Row row, int column, int columns) {
        return column - (columns - row.prompt.length);
    }

    NDArray mask(List<Row> rows, int columns, int count, GenerationOptions options) {
        return grid(rows, columns + count, (row, column) -> {
            int place = place(row, column, columns);
            return column >= columns || place >= 0 && place < row.prompt.length ? 1 : 0;
        });
    }

    int firstPosition(Row row, int column, int columns) {
        return column - (columns - row.prompt.length);
    }

    int position(Row row, int count, int columns) {
        return row.prompt.length + count - 1;
    }

    int counted(List<Row> rows, int count) {
        return count;
    }

    NDArray shaped(Sampling sampling, NDArray logits, GenerationOptions options) {
        NDArray warm = sampling.temperature(logits, options.temperature());
        return sampling.topP(sampling.topK(warm, options.topK()), options.topP());
    }

    long after(Row row, long drawn, GenerationOptions options) {
        return options.padId();
    }

    boolean isOver(List<Row> rows) {
        return rows.stream().allMatch(row -> row.over);
    }

    NDArray result(List<Row> rows, NDArray responses, GenerationOptions options) {
        return responses;
    }

    static NDArray grid(List<Row> rows, int columns, Cell cell) {
        long[] numbers = new long[rows.size() * columns];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = cell.at(rows.get(i / columns), i % columns);
        }
        return Torch.scopeManager().create(numbers, new Shape(rows.size(), columns));
    }
}
