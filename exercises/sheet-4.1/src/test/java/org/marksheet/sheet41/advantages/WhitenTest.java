package org.marksheet.sheet41.advantages;

import static org.marksheet.sheet41.selfcheck.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import org.marksheet.sheet41.selfcheck.Refusal;
import org.marksheet.sheet41.selfcheck.SelfCheck;
import org.marksheet.sheet41.selfcheck.Slopes;
import org.marksheet.sheet41.selfcheck.Tensors;

/** Self-checks of TODO 4.1.8.c, on 1, 2, 3, 4: mean 2.5, squares of distances 5, variance 5 / 3. */
class WhitenTest {
    @SelfCheck(
            value = "4.1.8.c",
            hint = "Subtract the mean, divide by the root of the variance. The variance of four tokens divides by three.")
    void meanZeroAndVarianceOne(AdvantageEstimation estimation, Tensors given) {
        NDArray white = estimation.whiten(given.matrix("1 2 3 4"), given.mask("1111"), true);
        assertThatTensor(white).as("The result of whiten").is(-1.1619, -.3873, .3873, 1.1619);
    }

    @SelfCheck(value = "4.1.8.c", hint = "shiftMean = false leaves the mean where it was: add it back at the end.")
    void theMeanMayStay(AdvantageEstimation estimation, Tensors given) {
        NDArray white = estimation.whiten(given.matrix("1 2 3 4"), given.mask("1111"), false);
        assertThatTensor(white).as("With shiftMean = false, the result").is(1.3381, 2.1127, 2.8873, 3.6619);
    }

    @SelfCheck(
            value = "4.1.8.c",
            hint = "Mean and variance are those of all real tokens of the batch: not row by row, and without padding. On"
                    + " padding the result is 0, also when the mean is added back.")
    void theBatchIsOneAndPaddingIsNoPartOfIt(AdvantageEstimation estimation, Tensors given) {
        NDArray x = given.matrix("1 2 3 9", "4 NaN Infinity 9");
        NDArray mask = given.mask("1110", "1000");
        assertThatTensor(estimation.whiten(x, mask, true))
                .as("The result of whiten")
                .is(-1.1619, -.3873, .3873, 0, 1.1619, 0, 0, 0);
        assertThatTensor(estimation.whiten(x, mask, false))
                .as("With shiftMean = false, the result")
                .is(1.3381, 2.1127, 2.8873, 0, 3.6619, 0, 0, 0);
    }

    @SelfCheck(
            value = "4.1.8.c",
            hint = "1e-8 is added to the variance, under the root. Here the variance is 2e-8, so it shows.")
    void theEpsilonStandsUnderTheRoot(AdvantageEstimation estimation, Tensors given) {
        NDArray white = estimation.whiten(given.matrix("0.0001 0.0003"), given.mask("11"), true);
        // .0001 / sqrt(3e-8)
        assertThatTensor(white).as("The result of whiten").is(-.57735, .57735);
    }

    @SelfCheck(
            value = "4.1.8.c",
            hint = "One token has no unbiased variance: its distance from the mean is 0, so the result is 0 (plus the mean)."
                    + " Divide by at least 1 wherever you count.")
    void oneTokenOrNoneIsNoDivisionByZero(AdvantageEstimation estimation, Tensors given) {
        NDArray x = given.matrix("5 NaN");
        assertThatTensor(estimation.whiten(x, given.mask("10"), true)).as("A single token, whitened,").is(0, 0);
        assertThatTensor(estimation.whiten(x, given.mask("10"), false)).as("A single token with its mean").is(5, 0);
        assertThatTensor(estimation.whiten(x, given.mask("00"), true)).as("No token, whitened,").is(0, 0);
    }

    @SelfCheck(value = "4.1.8.c", hint = "Whitened advantages are data for everything that comes later: detach them.")
    void noGradientFlowsBack(AdvantageEstimation estimation, Tensors given) {
        NDArray x = given.matrix("1 2 4");
        NDArray other = given.matrix("1 2 4");
        Slopes.of(() -> estimation.whiten(x, given.mask("111"), false).mul(other).sum(), x, other);
        assertThatTensor(Slopes.in(x)).as("The gradient in x").is(0, 0, 0);
    }

    @SelfCheck(value = "4.1.8.c", hint = "Compare the shapes first, before DJL broadcasts.")
    void wrongArgumentsAreRefused(AdvantageEstimation estimation, Tensors given) {
        Refusal.of(() -> estimation.whiten(given.matrix("1 2 3"), given.mask("1"), true), "1, 3", "1, 1");
    }
}
