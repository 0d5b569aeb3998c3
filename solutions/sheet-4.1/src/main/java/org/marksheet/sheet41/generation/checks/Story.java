package org.marksheet.sheet41.generation.checks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.marksheet.grader.api.Draw;
import org.marksheet.sheet41.generation.GenerationOptions;

/**
 * Prompts, and how a scripted model goes on with each.
 *
 * @param lines in the order of the batch
 * @param eosId ends each response
 * @param padId fills rows
 */
record Story(List<Line> lines, int eosId, int padId) {
    /** V of the model: ids below 10 are special, 10 to 12 begin a prompt, the others are ordinary. */
    static final int VOCABULARY = 30;

    private static final int FIRST_TAG = 10;
    private static final int FIRST_ORDINARY = 13;

    /**
     * A prompt with its response.
     *
     * @param prompt begins with a token that no other line begins with
     * @param response ends with the end-of-sequence token, which it does not hold elsewhere
     */
    record Line(long[] prompt, long[] response) {
        /** Returns the response, cut or filled up to a length. */
        long[] responseOf(int length, int padId) {
            long[] filled = Arrays.copyOf(response, length);
            if (length > response.length) {
                Arrays.fill(filled, response.length, length, padId);
            }
            return filled;
        }
    }

    /**
     * Draws three prompts of 1, 3 and 5 tokens with responses of 2, 3 and 4, in any order in which the shortest
     * response is not the last and the longest prompt is not the first.
     */
    static Story drawn(Draw draw) {
        int eosId = draw.between(3, 5);
        int padId = draw.between(6, 8);
        int[][] lengths = {
            {1, 3, 5, 4, 2, 3}, {3, 1, 5, 2, 4, 3}, {3, 5, 1, 3, 2, 4}, {1, 5, 3, 2, 3, 4}, {3, 1, 5, 4, 2, 3}
        };
        int[] chosen = lengths[draw.between(0, lengths.length - 1)];
        List<Line> lines = new ArrayList<>();
        for (int row = 0; row < 3; row++) {
            long[] prompt = ordinary(draw, chosen[row]);
            prompt[0] = FIRST_TAG + row;
            long[] response = ordinary(draw, chosen[3 + row]);
            response[response.length - 1] = eosId;
            lines.add(new Line(prompt, response));
        }
        return new Story(lines, eosId, padId);
    }

    private static long[] ordinary(Draw draw, int count) {
        long[] ids = new long[count];
        for (int i = 0; i < count; i++) {
            ids[i] = draw.between(FIRST_ORDINARY, VOCABULARY - 1);
        }
        return ids;
    }

    /** Returns the same with one token for both purposes, which also stands inside the longest prompt. */
    Story whereThePadIsTheEnd() {
        List<Line> changed = new ArrayList<>();
        for (Line line : lines) {
            long[] prompt = line.prompt().clone();
            if (prompt.length == 5) {
                prompt[2] = eosId;
            }
            changed.add(new Line(prompt, line.response()));
        }
        return new Story(changed, eosId, eosId);
    }

    List<long[]> prompts() {
        return lines.stream().map(line -> line.prompt().clone()).toList();
    }

    int longestPrompt() {
        return lines.stream().mapToInt(line -> line.prompt().length).max().orElseThrow();
    }

    /** Returns the length of the longest response. */
    int longestResponse() {
        return lines.stream().mapToInt(line -> line.response().length).max().orElseThrow();
    }

    /** Returns the responses that must come of it, all of one length. */
    long[][] responses(int length) {
        return lines.stream().map(line -> line.responseOf(length, padId)).toArray(long[][]::new);
    }

    /** Returns options without a filter, greedy. */
    GenerationOptions greedy(int maxNewTokens) {
        return new GenerationOptions(maxNewTokens, 0, 0, 0, 1, eosId, padId);
    }
}
