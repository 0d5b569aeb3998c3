package org.marksheet.sheet41.ppo;

import static org.marksheet.sheet41.selfcheck.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import org.marksheet.sheet41.selfcheck.Refusal;
import org.marksheet.sheet41.selfcheck.SelfCheck;
import org.marksheet.sheet41.selfcheck.Slopes;
import org.marksheet.sheet41.selfcheck.Tensors;

/**
 * Self-checks of TODO 4.1.9.b, on the example of the sheet.
 *
 * <p>Old value 0, return 1, eps .2. A value of .5 is clipped to .2: half the larger of .25 and .64 is .32. A
 * value of -.5 is clipped to -.2: half the larger of 2.25 and 1.44 is 1.125.
 */
class ValueLossTest {
    private static final float EPS = .2f;

    @SelfCheck(
            value = "4.1.9.b",
            hint = "Clip the value to eps around the OLD value, take the larger of the two squared errors, and halve"
                    + " the mean.")
    void theSheetsExampleIsRight(PpoObjective objective, Tensors given) {
        NDArray loss = objective.valueLoss(
                given.matrix("0.5 -0.5"), given.matrix("0 0"), given.matrix("1 1"), given.mask("11"), EPS);
        assertThatTensor(loss).as("The loss").is(.7225);
    }

    @SelfCheck(
            value = "4.1.9.b",
            hint = "Where the clipped error is the larger one, the gradient is 0. Elsewhere it is V - R, divided by the"
                    + " number of response tokens. Old values and returns are data: detach them.")
    void theGradientReachesTheValuesOnly(PpoObjective objective, Tensors given) {
        NDArray values = given.matrix("0.5 -0.5");
        NDArray old = given.matrix("0 0");
        NDArray returns = given.matrix("1 1");
        NDArray mask = given.mask("11");
        Slopes.of(() -> objective.valueLoss(values, old, returns, mask, EPS), values, old, returns);
        assertThatTensor(Slopes.in(values)).as("The gradient in values").is(0, -.75);
        assertThatTensor(Slopes.in(old)).as("The gradient in oldValues").is(0, 0);
        assertThatTensor(Slopes.in(returns)).as("The gradient in returns").is(0, 0);
    }

    @SelfCheck(
            value = "4.1.9.b",
            hint = "Replace what lies on padding before you compute with it, and divide by the number of response"
                    + " tokens of the whole batch.")
    void paddingHasNoEffect(PpoObjective objective, Tensors given) {
        // The third token: old value .25, value .3 inside the band, return 1: half of .49.
        NDArray values = given.matrix("0.5 -0.5 NaN", "0.3 9 -Infinity");
        NDArray old = given.matrix("0 0 1", "0.25 NaN 0");
        NDArray returns = given.matrix("1 1 NaN", "1 Infinity 4");
        NDArray mask = given.mask("110", "100");
        assertThatTensor(objective.valueLoss(values, old, returns, mask, EPS)).as("The loss").is(.56333);
        Slopes.of(() -> objective.valueLoss(values, old, returns, mask, EPS), values);
        assertThatTensor(Slopes.in(values)).as("The gradient in values").is(0, -.5, 0, -.23333, 0, 0);
    }

    @SelfCheck(
            value = "4.1.9.b",
            hint = "With no response token the sum is 0; divide it by at least 1, so that 0/0 does not become NaN.")
    void nothingUnmaskedGivesZero(PpoObjective objective, Tensors given) {
        NDArray loss = objective.valueLoss(
                given.matrix("0.5 -0.5"), given.matrix("0 0"), given.matrix("1 1"), given.mask("00"), EPS);
        assertThatTensor(loss).as("The loss").is(0);
    }

    @SelfCheck(
            value = "4.1.9.b",
            hint = "Compare the shapes first, before DJL broadcasts or fails in its own words; eps is greater than 0.")
    void wrongArgumentsAreRefused(PpoObjective objective, Tensors given) {
        NDArray values = given.matrix("0.5 -0.5");
        NDArray mask = given.mask("11");
        Refusal.of(() -> objective.valueLoss(values, values, given.matrix("1 1 1"), mask, EPS), "1, 2", "1, 3");
        Refusal.of(() -> objective.valueLoss(values, values, values, mask, -.2f), "clipRange");
    }
}
