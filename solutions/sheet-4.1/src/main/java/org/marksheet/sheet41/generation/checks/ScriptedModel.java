package org.marksheet.sheet41.generation.checks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.marksheet.grader.api.Scripted;
import org.marksheet.lab.model.KeyValueCache;
import org.marksheet.lab.model.LanguageModel;

/**
 * A model that tells a story, if it is asked in the right way.
 *
 * <p>Its cache holds the ids that it was given. Whatever it is asked, it reads the tokens of a row that the mask
 * shows, and goes on with the line that begins like this; it is {@link #LOST} if none does. Beyond that it refuses,
 * in words, what it has been told to insist on, so that a check fails for one reason.
 */
final class ScriptedModel implements LanguageModel, Scripted {
    /** The token that it prefers when it does not know what it reads. */
    static final int LOST = 1;

    /** The token that it prefers after a line's end. */
    static final int JUNK = 2;

    private static final float LOUD = 9;
    private static final float ENDING = 12;

    /** What it may insist on. */
    enum Rule {
        /** Prompts stand on the right of the first call, with a mask of exactly their tokens. */
        PADDING,
        /** In the first call, a real token's position is the number of real tokens before it. */
        FIRST_POSITIONS,
        /** The same in later calls. */
        LATER_POSITIONS,
        /** In later calls, the mask keeps what it showed and also shows the new token. */
        MASK,
        /** In later calls, one token of each row comes, and the cache. */
        NEW_TOKEN
    }

    private final Story story;
    private final Set<Rule> rules;
    private final boolean endsEarly;
    private int calls;

    private ScriptedModel(Story story, Set<Rule> rules, boolean endsEarly) {
        this.story = story;
        this.rules = rules;
        this.endsEarly = endsEarly;
    }

    /** Returns a model that insists on some rules. */
    static ScriptedModel of(Story story, Rule... rules) {
        return new ScriptedModel(story, Set.of(rules), false);
    }

    /** Returns a model that would rather end at once, everywhere; its line comes second. */
    static ScriptedModel endingEarly(Story story) {
        return new ScriptedModel(story, Set.of(), true);
    }

    @Override
    public Object fresh() {
        return new ScriptedModel(story, rules, endsEarly);
    }

    @Override
    public Output forward(NDArray ids, NDArray attentionMask, NDArray positions, KeyValueCache cache) {
        int rows = story.lines().size();
        Grid given = Grid.of("ids", ids, rows);
        Grid mask = Grid.of("attentionMask", attentionMask, rows);
        Grid places = Grid.of("positions", positions, rows);
        Grid past = cache.isEmpty() ? new Grid(new long[rows][0]) : Grid.of("the cache", cache.arrays().get(0), rows);
        insist(places.columns() == given.columns(), "positions has " + places.columns() + " columns but ids has "
                + given.columns() + ": each token that is sent has a position.");
        Grid all = past.beside(given);
        insist(mask.columns() == all.columns(), "The cache holds " + past.columns() + " tokens of each row and "
                + given.columns() + " came, but attentionMask has " + mask.columns()
                + " columns. It covers all tokens so far, and with a cache only the new token of each row is sent.");
        if (calls++ == 0) {
            first(given, mask, places);
        } else {
            later(given, all, mask, places, cache);
        }
        return new Output(logits(ids, past.columns(), all, mask), new KeyValueCache(List.of(all.tensor(ids.getManager()))));
    }

    private void first(Grid given, Grid mask, Grid places) {
        int width = story.longestPrompt();
        for (int row = 0; row < given.rows(); row++) {
            long[] prompt = story.lines().get(row).prompt();
            if (rules.contains(Rule.PADDING)) {
                long[] shown = new long[width];
                Arrays.fill(shown, width - prompt.length, width, 1);
                long[] end = Arrays.copyOfRange(
                        given.row(row), Math.max(0, given.columns() - prompt.length), given.columns());
                insist(Arrays.equals(end, prompt), "First call: row " + row + " of ids is "
                        + Arrays.toString(given.row(row)) + " for the prompt " + Arrays.toString(prompt)
                        + ". Pad on the left, so that the last column holds the last token of every prompt.");
                insist(Arrays.equals(mask.row(row), shown), "First call: row " + row + " of attentionMask is "
                        + Arrays.toString(mask.row(row)) + " instead of " + Arrays.toString(shown)
                        + " for the prompt " + Arrays.toString(prompt) + ".");
            }
            if (rules.contains(Rule.FIRST_POSITIONS)) {
                insist(Arrays.stream(places.row(row)).allMatch(place -> place >= 0), "First call: the positions of row "
                        + row + " are " + Arrays.toString(places.row(row))
                        + ". A model looks them up in a table: none may be negative, not even on padding.");
                long[] last = Arrays.copyOfRange(
                        places.row(row), Math.max(0, places.columns() - prompt.length), places.columns());
                for (int i = 0; i < last.length; i++) {
                    insist(last[i] == i, "First call: the positions of row " + row + " are "
                            + Arrays.toString(places.row(row)) + " with the mask " + Arrays.toString(mask.row(row))
                            + ". A token's position is the number of real tokens before it; padding does not count.");
                }
            }
        }
    }

    private void later(Grid given, Grid all, Grid mask, Grid places, KeyValueCache cache) {
        if (rules.contains(Rule.NEW_TOKEN)) {
            insist(!cache.isEmpty(), "Call " + calls + ": the cache is empty. Hand back the one of the call before.");
            insist(given.columns() == 1, "Call " + calls + ": " + given.columns()
                    + " tokens of each row were sent. The cache holds all but the newest; send that one only.");
        }
        for (int row = 0; row < given.rows(); row++) {
            Story.Line line = story.lines().get(row);
            int answered = calls - 1;
            if (answered >= line.response().length) {
                // The row has ended: what is sent for it does not matter any more.
                continue;
            }
            if (rules.contains(Rule.MASK)) {
                long[] shown = new long[all.columns()];
                int real = line.prompt().length + answered;
                Arrays.fill(shown, Math.max(0, shown.length - real), shown.length, 1);
                insist(Arrays.equals(mask.row(row), shown), "Call " + calls + ": row " + row + " of attentionMask is "
                        + Arrays.toString(mask.row(row)) + " instead of " + Arrays.toString(shown)
                        + ". It keeps its old columns and gets a 1 for the new token.");
            }
            if (rules.contains(Rule.LATER_POSITIONS)) {
                long expected = line.prompt().length + answered - 1L;
                long last = places.row(row)[places.columns() - 1];
                insist(last == expected, "Call " + calls + ": the new token of row " + row + " has the position " + last
                        + " instead of " + expected + ": the prompt has " + line.prompt().length
                        + " tokens, and " + (answered - 1) + " response tokens came before this one.");
            }
        }
    }

    private NDArray logits(NDArray ids, int past, Grid all, Grid mask) {
        int columns = all.columns() - past;
        float[] logits = new float[all.rows() * columns * Story.VOCABULARY];
        for (int row = 0; row < all.rows(); row++) {
            for (int column = past; column < all.columns(); column++) {
                int at = (row * columns + column - past) * Story.VOCABULARY;
                for (int id = 0; id < Story.VOCABULARY; id++) {
                    logits[at + id] = -.1f * (id % 7);
                }
                logits[at + next(all.row(row), mask.row(row), column)] = LOUD;
                if (endsEarly) {
                    logits[at + story.eosId()] = ENDING;
                }
            }
        }
        return ids.getManager().create(logits, new Shape(all.rows(), columns, Story.VOCABULARY));
    }

    /** Returns how it goes on after a column. */
    private int next(long[] ids, long[] mask, int column) {
        if (mask[column] == 0) {
            return LOST;
        }
        long[] seen = new long[column + 1];
        int count = 0;
        for (int i = 0; i <= column; i++) {
            if (mask[i] == 1) {
                seen[count++] = ids[i];
            }
        }
        for (Story.Line line : story.lines()) {
            int answered = count - line.prompt().length;
            if (answered < 0 || !Arrays.equals(seen, 0, line.prompt().length, line.prompt(), 0, line.prompt().length)) {
                continue;
            }
            int known = Math.min(answered, line.response().length);
            if (Arrays.equals(
                    seen, line.prompt().length, line.prompt().length + known, line.response(), 0, known)) {
                return answered < line.response().length ? (int) line.response()[answered] : JUNK;
            }
        }
        return LOST;
    }

    private static void insist(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /**
     * A tensor of whole numbers.
     *
     * @param numbers row by row
     */
    private record Grid(long[][] numbers) {
        static Grid of(String name, NDArray tensor, int rows) {
            insist(tensor != null, name + " is null.");
            insist(tensor.getDataType() == DataType.INT64, name + " is " + tensor.getDataType() + " instead of int64.");
            Shape shape = tensor.getShape();
            insist(shape.dimension() == 2 && shape.get(0) == rows && shape.get(1) > 0,
                    name + " has the shape " + shape + ": there are " + rows + " prompts, so it must be [" + rows
                            + ",t] in every call, whether a row has ended or not.");
            long[] flat = tensor.toLongArray();
            int columns = (int) shape.get(1);
            long[][] numbers = new long[rows][];
            for (int row = 0; row < rows; row++) {
                numbers[row] = Arrays.copyOfRange(flat, row * columns, (row + 1) * columns);
            }
            return new Grid(numbers);
        }

        int rows() {
            return numbers.length;
        }

        int columns() {
            return numbers[0].length;
        }

        long[] row(int row) {
            return numbers[row];
        }

        Grid beside(Grid right) {
            long[][] both = new long[numbers.length][];
            for (int row = 0; row < both.length; row++) {
                both[row] = Arrays.copyOf(numbers[row], columns() + right.columns());
                System.arraycopy(right.numbers[row], 0, both[row], columns(), right.columns());
            }
            return new Grid(both);
        }

        NDArray tensor(NDManager manager) {
            return manager.create(
                    Arrays.stream(numbers).flatMapToLong(Arrays::stream).toArray(), new Shape(rows(), columns()));
        }
    }
}
