package org.marksheet.sheet41.generation.checks;

import static org.marksheet.grader.api.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import org.marksheet.grader.api.Check;
import org.marksheet.grader.api.Draw;
import org.marksheet.grader.api.Watch;
import org.marksheet.sheet41.generation.Sampling;

/** What 4.1.2.c must do. */
public class TopKChecks {
    @Check(value = "4.1.2.c/k-largest-stay", stands = "the method's one rule")
    void theLargestOfEachRowStay(Sampling sampling, NDManager manager, Draw draw) {
        LogitRows rows = LogitRows.drawn(draw);
        int k = draw.between(2, 3);
        assertThatTensor(sampling.topK(rows.tensor(manager), k))
                .as("with k = " + k + ", the result")
                .hasShape(rows.rows().length, rows.vocabulary())
                .isCloseTo(rows.topK(k).numbers(), 0);
    }

    @Check("4.1.2.c/every-row-alone")
    void everyRowHasItsOwnThreshold(Sampling sampling, NDManager manager, Draw draw) {
        int[] lift = {0};
        // Row after row lies higher than all of the row before.
        LogitRows rows = LogitRows.drawn(draw).with(row -> {
            lift[0] += 20;
            for (int id = 0; id < row.length; id++) {
                row[id] += lift[0];
            }
            return row;
        });
        assertThatTensor(sampling.topK(rows.tensor(manager), 3))
                .as("with k = 3 and rows of different heights, the result")
                .isCloseTo(rows.topK(3).numbers(), 0);
    }

    @Check("4.1.2.c/ties-stay")
    void allThatTieWithTheLastOneStay(Sampling sampling, NDManager manager, Draw draw) {
        // The second, third and fourth largest become equal; with k = 2 and with k = 3 all four stay.
        LogitRows rows = LogitRows.drawn(draw).with(row -> {
            float[] sorted = row.clone();
            Arrays.sort(sorted);
            float second = sorted[sorted.length - 2];
            float fourth = sorted[sorted.length - 4];
            for (int id = 0; id < row.length; id++) {
                row[id] = row[id] >= fourth && row[id] < second ? second : row[id];
            }
            return row;
        });
        for (int k = 3; k >= 2; k--) {
            assertThatTensor(sampling.topK(rows.tensor(manager), k))
                    .as("with k = " + k + " and three logits that tie for the second place, the result")
                    .isCloseTo(rows.topK(k).numbers(), 0);
        }
    }

    @Check("4.1.2.c/zero-is-off")
    void zeroRemovesNothing(Sampling sampling, NDManager manager, Draw draw) {
        LogitRows rows = LogitRows.drawn(draw);
        assertThatTensor(sampling.topK(rows.tensor(manager), 0)).as("with k = 0, the result").isCloseTo(rows.numbers(), 0);
    }

    @Check("4.1.2.c/more-than-all-is-off")
    void asManyAsThereAreAndMoreRemoveNothing(Sampling sampling, NDManager manager, Draw draw) {
        LogitRows rows = LogitRows.drawn(draw);
        for (int k : new int[] {rows.vocabulary(), rows.vocabulary() + 3}) {
            assertThatTensor(sampling.topK(rows.tensor(manager), k))
                    .as("with k = " + k + " of " + rows.vocabulary() + ", the result")
                    .isCloseTo(rows.numbers(), 0);
        }
    }

    @Check("4.1.2.c/negative-is-rejected")
    void aNegativeKIsRejected(Sampling sampling, NDManager manager, Draw draw) {
        NDArray logits = LogitRows.drawn(draw).tensor(manager);
        Refused.naming("k = -2", () -> sampling.topK(logits, -2), "k ", "k:", "k=", "-2");
    }

    @Check("4.1.2.c/inputs-stay")
    void inputsStayAsTheyWere(Sampling sampling, NDManager manager, Draw draw, Watch watch) {
        sampling.topK(LogitRows.drawn(draw).tensor(manager), 2);
        watch.assertInputsUnchanged();
    }
}
