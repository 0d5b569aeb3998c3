package org.marksheet.sheet41.generation.lookalikes;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.marksheet.grader.api.Lookalike;
import org.marksheet.sheet41.generation.GenerationOptions;
import org.marksheet.sheet41.generation.Sampling;

/** Mistakes of 4.1.2.f written a second time, two at once, and wrongs that nobody has a name for. */
public final class GenerationLookalikes {
    private GenerationLookalikes() {}

    /** One is enough. */
    @Lookalike(todo = "4.1.2.f", of = "stops-when-any-row-ends")
    public static class OneIsEnough extends PlainGeneration {
        @Override
        boolean isOver(List<Row> rows) {
            return rows.stream().anyMatch(row -> row.over);
        }
    }

    /** The next position is the width's. */
    @Lookalike(todo = "4.1.2.f", of = "positions-count-padding")
    public static class ColumnsForPositions extends PlainGeneration {
        @Override
        int firstPosition(Row row, int column, int columns) {
            return column;
        }

        @Override
        int position(Row row, int count, int columns) {
            return columns + count - 1;
        }
    }

    /** Stuck at the prompt's end. */
    @Lookalike(todo = "4.1.2.f", of = "stale-positions")
    public static class Stuck extends PlainGeneration {
        @Override
        int position(Row row, int count, int columns) {
            return row.prompt.length - 1;
        }
    }

    /** Filters first. */
    @Lookalike(todo = "4.1.2.f", of = "temperature-after-the-filters")
    public static class FiltersFirst extends PlainGeneration {
        @Override
        NDArray shaped(Sampling sampling, NDArray logits, GenerationOptions options) {
            NDArray few = sampling.topK(logits, options.topK());
            NDArray fewer = sampling.topP(few, options.topP());
            return sampling.temperature(fewer, options.temperature());
        }
    }

    /** Whatever is drawn goes into the response. */
    @Lookalike(todo = "4.1.2.f", of = "not-padded-after-the-end")
    public static class TalksOn extends PlainGeneration {
        @Override
        long after(Row row, long drawn, GenerationOptions options) {
            return drawn;
        }
    }

    /** The whole conversation. */
    @Lookalike(todo = "4.1.2.f", of = "prompt-returned")
    public static class Everything extends PlainGeneration {
        @Override
        NDArray result(List<Row> rows, NDArray responses, GenerationOptions options) {
            int columns = rows.stream().mapToInt(row -> row.prompt.length).max().orElse(0);
            NDArray prompts = grid(rows, columns, (row, column) -> {
                int place = place(row, column, columns);
                return place < 0 ? options.padId() : row.prompt[place];
            });
            return prompts.concat(responses, 1);
        }
    }

    /** Two at once: one is enough, and the position is stuck. */
    @Lookalike(todo = "4.1.2.f")
    public static class OneIsEnoughAndStuck extends OneIsEnough {
        @Override
        int position(Row row, int count, int columns) {
            return row.prompt.length - 1;
        }
    }

    /** Nobody's mistake yet: the last response token is left out. */
    @Lookalike(todo = "4.1.2.f")
    public static class ShortOfOne extends PlainGeneration {
        @Override
        NDArray result(List<Row> rows, NDArray responses, GenerationOptions options) {
            long columns = responses.getShape().get(1);
            return columns < 2 ? responses : responses.get(":, 0:" + (columns - 1));
        }
    }

    /** Nobody's mistake yet: positions go backwards. */
    @Lookalike(todo = "4.1.2.f")
    public static class Backwards extends PlainGeneration {
        @Override
        int position(Row row, int count, int columns) {
            return Math.max(0, row.prompt.length - count);
        }
    }
}
