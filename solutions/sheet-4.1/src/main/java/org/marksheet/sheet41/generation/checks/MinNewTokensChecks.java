package org.marksheet.sheet41.generation.checks;

import static org.marksheet.grader.api.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDManager;
import org.marksheet.grader.api.Check;
import org.marksheet.grader.api.Draw;
import org.marksheet.grader.api.Watch;
import org.marksheet.sheet41.generation.Sampling;

/** What 4.1.2.b must do. */
public class MinNewTokensChecks {
    @Check(value = "4.1.2.b/end-is-removed", stands = "the method's one rule")
    void theEndIsRemovedWhileTooShort(Sampling sampling, NDManager manager, Draw draw) {
        LogitRows rows = LogitRows.drawn(draw);
        int eosId = draw.between(1, rows.vocabulary() - 2);
        assertThatTensor(sampling.minNewTokens(rows.tensor(manager), 1, 4, eosId))
                .as("with 1 of 4 tokens and the end at id " + eosId + ", the result")
                .hasShape(rows.rows().length, rows.vocabulary())
                .isCloseTo(without(rows, eosId).numbers(), 0);
    }

    @Check("4.1.2.b/the-last-one-missing")
    void oneTokenTooFewIsTooFew(Sampling sampling, NDManager manager, Draw draw) {
        LogitRows rows = LogitRows.drawn(draw);
        int minimum = draw.between(2, 5);
        assertThatTensor(sampling.minNewTokens(rows.tensor(manager), minimum - 1, minimum, 2))
                .as("with " + (minimum - 1) + " of " + minimum + " tokens, the result")
                .isCloseTo(without(rows, 2).numbers(), 0);
    }

    @Check("4.1.2.b/enough-is-enough")
    void theEndIsAllowedFromTheMinimumOn(Sampling sampling, NDManager manager, Draw draw) {
        LogitRows rows = LogitRows.drawn(draw);
        int minimum = draw.between(2, 5);
        for (int newTokens : new int[] {minimum + 3, minimum}) {
            assertThatTensor(sampling.minNewTokens(rows.tensor(manager), newTokens, minimum, 2))
                    .as("with " + newTokens + " of " + minimum + " tokens, the result")
                    .isCloseTo(rows.numbers(), 0);
        }
    }

    @Check("4.1.2.b/no-minimum")
    void withoutAMinimumTheEndIsAlwaysAllowed(Sampling sampling, NDManager manager, Draw draw) {
        LogitRows rows = LogitRows.drawn(draw);
        assertThatTensor(sampling.minNewTokens(rows.tensor(manager), 0, 0, 3))
                .as("with a minimum of 0, the result")
                .isCloseTo(rows.numbers(), 0);
    }

    @Check("4.1.2.b/inputs-stay")
    void inputsStayAsTheyWere(Sampling sampling, NDManager manager, Draw draw, Watch watch) {
        sampling.minNewTokens(LogitRows.drawn(draw).tensor(manager), 0, 2, 1);
        watch.assertInputsUnchanged();
    }

    private static LogitRows without(LogitRows rows, int id) {
        return rows.with(row -> {
            row[id] = Float.NEGATIVE_INFINITY;
            return row;
        });
    }
}
