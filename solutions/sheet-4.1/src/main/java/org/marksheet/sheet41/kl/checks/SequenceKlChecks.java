package org.marksheet.sheet41.kl.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.assertj.core.data.Offset;
import org.marksheet.grader.api.Check;
import org.marksheet.grader.api.Draw;
import org.marksheet.grader.api.Watch;
import org.marksheet.sheet41.kl.KlPenalty;

/** What 4.1.7.c must do. */
public class SequenceKlChecks {
    private static final Offset<Float> NEAR = within(2e-4f);

    @Check(value = "4.1.7.c/worked-example", stands = "the sheet's own numbers, which a student can redo by hand")
    void theWorkedExampleComesToSixTenths(KlPenalty penalty, NDManager manager) {
        // The sheet's response with .2 -.1 .5, and one of a single token with 1.4: .60 and 1.40.
        KlBatch batch = new KlBatch(
                Responses.ofLengths(3, 3, 1),
                new float[] {-1, -.5f, -2, -.3f, -.2f, -.1f},
                new float[] {-1.2f, -.4f, -2.5f, -1.7f, -.7f, -.4f});
        assertThat(batch.sequenceKlOf(penalty, manager))
                .as("the mean of .60 and 1.40 nats")
                .isCloseTo(1, NEAR);
    }

    @Check("4.1.7.c/random-batch")
    void aRandomBatchHasTheDivergenceOfAPlainLoop(KlPenalty penalty, NDManager manager, Draw draw) {
        KlBatch batch = KlBatch.drawn(draw);
        assertThat(batch.sequenceKlOf(penalty, manager))
                .as("the divergence of a batch of rows of different lengths")
                .isCloseTo((float) batch.sequenceKl(), NEAR);
    }

    @Check("4.1.7.c/below-zero-is-reported")
    void aDivergenceBelowZeroIsReported(KlPenalty penalty, NDManager manager, Draw draw) {
        KlBatch batch = KlBatch.belowZero(draw);
        assertThat(batch.sequenceKlOf(penalty, manager))
                .as("the divergence of tokens that are likelier under the reference, a sign of trouble,")
                .isCloseTo((float) batch.sequenceKl(), NEAR);
    }

    @Check("4.1.7.c/padding-never-leaks")
    void paddingNeverLeaks(KlPenalty penalty, NDManager manager, Draw draw) {
        KlBatch batch = KlBatch.drawn(draw);
        assertThat(batch.withJunk().sequenceKlOf(penalty, manager))
                .as("with NaN and infinities on padding the divergence")
                .isCloseTo((float) batch.sequenceKl(), NEAR);
    }

    @Check("4.1.7.c/row-without-a-token")
    void aRowWithoutATokenCountsAsARow(KlPenalty penalty, NDManager manager, Draw draw) {
        KlBatch batch = KlBatch.drawn(draw).withoutTokensIn(draw.between(0, 3));
        assertThat(batch.sequenceKlOf(penalty, manager))
                .as("with an empty response the divergence")
                .isCloseTo((float) batch.sequenceKl(), NEAR);
    }

    @Check("4.1.7.c/shapes-are-compared")
    void differentShapesAreRejectedByName(KlPenalty penalty, NDManager manager) {
        NDArray right = manager.ones(new Shape(3, 7));
        NDArray mask = manager.ones(new Shape(3, 7), DataType.BOOLEAN);
        int[][] shapes = {{3, 7}, {3, 1}};
        new Rejection("refLogProbs of another shape than logProbs")
                .names(() -> penalty.sequenceKl(right, manager.ones(new Shape(3, 1)), mask), shapes);
        new Rejection("a responseMask of another shape than logProbs")
                .names(() -> penalty.sequenceKl(right, right, manager.ones(new Shape(3, 1), DataType.BOOLEAN)), shapes);
    }

    @Check("4.1.7.c/inputs-stay")
    void inputsStayAsTheyWere(KlPenalty penalty, NDManager manager, Draw draw, Watch watch) {
        KlBatch.drawn(draw).sequenceKlOf(penalty, manager);
        watch.assertInputsUnchanged();
    }
}
