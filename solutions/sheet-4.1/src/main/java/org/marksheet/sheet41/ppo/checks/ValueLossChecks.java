package org.marksheet.sheet41.ppo.checks;

import static org.marksheet.grader.api.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.marksheet.grader.api.Check;
import org.marksheet.grader.api.Derivatives;
import org.marksheet.grader.api.Draw;
import org.marksheet.grader.api.Watch;
import org.marksheet.sheet41.ppo.PpoObjective;

/** What 4.1.9.b must do. */
public class ValueLossChecks {
    private static final double TOLERANCE = 1e-4;

    /** The sheet's two tokens and a third that stayed near the old value; rows of two and one, one padding. */
    private static ValueBatch handTable() {
        return new ValueBatch(
                Layout.ofLengths(2, 2, 1),
                new float[] {.5f, -.5f, 2.1f, 4},
                new float[] {0, 0, 2, 1},
                new float[] {1, 1, 3, -2},
                .2f);
    }

    @Check(value = "4.1.9.b/hand-table", stands = "hand-worked values, none of them from a loop")
    void theHandTableHasItsValue(PpoObjective objective, NDManager manager) {
        // halves of .8^2, 1.5^2 and .9^2
        assertThatTensor(handTable().askedOf(objective, manager))
                .as("the loss of the hand table")
                .hasShape()
                .isNumber((.32 + 1.125 + .405) / 3, TOLERANCE);
    }

    @Check(value = "4.1.9.b/hand-slopes", stands = "hand-worked slopes, none of them from a loop")
    void theHandTableHasItsSlopes(PpoObjective objective, NDManager manager, Watch watch) {
        Derivatives<NDArray> loss = watch.gradients(() -> handTable().askedOf(objective, manager));
        assertThatTensor(loss.gradient("values"))
                .as("the gradient of the hand table, in values,")
                .isCloseTo(new double[] {0, -1.5 / 3, -.9 / 3, 0}, TOLERANCE);
    }

    @Check(
            value = "4.1.9.b/random-batch",
            stands = "an answer learnt by heart fits the table and not a fresh batch")
    void aRandomBatchHasTheLossOfAPlainLoop(PpoObjective objective, NDManager manager, Draw draw) {
        ValueBatch batch = ValueBatch.drawn(draw);
        assertThatTensor(batch.askedOf(objective, manager))
                .as("the loss of a batch of rows of different lengths")
                .isNumber(batch.expected().loss(), TOLERANCE);
    }

    @Check(
            value = "4.1.9.b/random-slopes",
            stands = "an answer learnt by heart fits the table and not a fresh batch")
    void aRandomBatchHasTheSlopesOfAPlainLoop(
            PpoObjective objective, NDManager manager, Draw draw, Watch watch) {
        ValueBatch batch = ValueBatch.drawn(draw);
        Derivatives<NDArray> loss = watch.gradients(() -> batch.askedOf(objective, manager));
        assertThatTensor(loss.gradient("values"))
                .as("the gradient of a batch, in values,")
                .isCloseTo(batch.expected().gradient(), TOLERANCE);
    }

    @Check("4.1.9.b/data-gets-no-gradient")
    void oldValuesAndReturnsAreData(PpoObjective objective, NDManager manager, Draw draw, Watch watch) {
        ValueBatch batch = ValueBatch.drawn(draw);
        Derivatives<NDArray> loss = watch.gradients(() -> batch.askedOf(objective, manager));
        loss.assertData("oldValues");
        loss.assertData("returns");
    }

    @Check(value = "4.1.9.b/padding-never-leaks", stands = "tells NaN in the value from NaN in the gradient")
    void paddingNeverLeaks(PpoObjective objective, NDManager manager, Draw draw) {
        ValueBatch batch = ValueBatch.drawn(draw);
        assertThatTensor(batch.withJunk().askedOf(objective, manager))
                .as("with NaN and infinities on padding the loss")
                .isNumber(batch.expected().loss(), TOLERANCE);
    }

    @Check("4.1.9.b/padding-never-leaks-back")
    void paddingNeverLeaksIntoTheGradient(PpoObjective objective, NDManager manager, Draw draw, Watch watch) {
        ValueBatch batch = ValueBatch.drawn(draw);
        Derivatives<NDArray> loss = watch.gradients(() -> batch.withJunk().askedOf(objective, manager));
        assertThatTensor(loss.gradient("values"))
                .as("with NaN and infinities on padding the gradient in values")
                .isCloseTo(batch.expected().gradient(), TOLERANCE);
    }

    @Check("4.1.9.b/no-token-gives-zero")
    void aBatchWithoutTokensGivesZero(PpoObjective objective, NDManager manager, Draw draw, Watch watch) {
        ValueBatch batch = ValueBatch.drawn(draw).emptied();
        Derivatives<NDArray> loss = watch.gradients(() -> batch.askedOf(objective, manager));
        assertThatTensor(loss.value()).as("the loss without a response token").isNumber(0, 0);
        GradientWords.assertNothingToLearn("values", loss.gradients().get("values"));
    }

    @Check("4.1.9.b/shapes-are-compared")
    void differentShapesAreRejectedByName(PpoObjective objective, NDManager manager) {
        NDArray right = manager.ones(new Shape(3, 7));
        NDArray mask = manager.ones(new Shape(3, 7), DataType.BOOLEAN);
        NDArray wrong = manager.ones(new Shape(3, 1));
        NDArray wrongMask = manager.ones(new Shape(3, 1), DataType.BOOLEAN);
        int[][] shapes = {{3, 7}, {3, 1}};
        new Rejection("oldValues of another shape than values")
                .names(() -> objective.valueLoss(right, wrong, right, mask, .2f), shapes);
        new Rejection("returns of another shape than values")
                .names(() -> objective.valueLoss(right, right, wrong, mask, .2f), shapes);
        new Rejection("a responseMask of another shape than values")
                .names(() -> objective.valueLoss(right, right, right, wrongMask, .2f), shapes);
    }

    @Check("4.1.9.b/clip-range-is-compared")
    void aClipRangeThatIsNotPositiveIsRejected(PpoObjective objective, NDManager manager, Draw draw) {
        ValueBatch batch = ValueBatch.drawn(draw);
        // Values are in units of rewards: more than 1 is a clip range like any other.
        assertThatTensor(batch.clippedTo(1.5f).askedOf(objective, manager))
                .as("the loss with a clipRange of 1.5")
                .isNumber(batch.clippedTo(1.5f).expected().loss(), TOLERANCE);
        for (float wrong : new float[] {-.2f, 0}) {
            new Rejection("a clipRange of " + wrong)
                    .namesClipRange(() -> batch.clippedTo(wrong).askedOf(objective, manager), wrong);
        }
    }

    @Check("4.1.9.b/inputs-stay")
    void inputsStayAsTheyWere(PpoObjective objective, NDManager manager, Draw draw, Watch watch) {
        ValueBatch.drawn(draw).askedOf(objective, manager);
        watch.assertInputsUnchanged();
    }

    @Check(
            value = "4.1.9.b/before-the-first-update",
            stands = "tells a wrong half or mean from wrong clipping")
    void beforeTheFirstUpdateItIsHalfTheMeanSquaredError(
            PpoObjective objective, NDManager manager, Draw draw, Watch watch) {
        ValueBatch batch = ValueBatch.drawn(draw).beforeTheFirstUpdate();
        Derivatives<NDArray> loss = watch.gradients(() -> batch.askedOf(objective, manager));
        assertThatTensor(loss.value())
                .as("with values that have not moved, half the mean squared error,")
                .isNumber(batch.expected().loss(), TOLERANCE);
        assertThatTensor(loss.gradient("values"))
                .as("before the first update the gradient in values, (V - R)/n of each token,")
                .isCloseTo(batch.expected().gradient(), TOLERANCE);
    }
}
