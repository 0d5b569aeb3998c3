package org.marksheet.sheet41.generation.checks;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import org.marksheet.grader.api.Scripted;
import org.marksheet.sheet41.generation.StoppingCriterion;

/** Stops after some tokens, and refuses in words if it is not shown the responses so far. */
final class StopAfter implements StoppingCriterion, Scripted {
    private final Story story;
    private final int tokens;
    private int asked;

    StopAfter(Story story, int tokens) {
        this.story = story;
        this.tokens = tokens;
    }

    @Override
    public Object fresh() {
        return new StopAfter(story, tokens);
    }

    @Override
    public boolean stopsAfter(NDArray responseIds) {
        asked++;
        long[] expected =
                Arrays.stream(story.responses(asked)).flatMapToLong(Arrays::stream).toArray();
        if (responseIds.getShape().dimension() != 2
                || responseIds.getShape().get(1) != asked
                || !Arrays.equals(responseIds.toLongArray(), expected)) {
            throw new IllegalArgumentException("Question " + asked
                    + " to stopping came with ids of the shape " + responseIds.getShape()
                    + ". It is asked after each new token, with all response tokens so far, the new one included and the"
                    + " prompt left out: " + Arrays.deepToString(story.responses(asked)) + ".");
        }
        return asked >= tokens;
    }
}
