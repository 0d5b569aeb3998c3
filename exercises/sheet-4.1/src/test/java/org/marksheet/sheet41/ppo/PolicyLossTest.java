package org.marksheet.sheet41.ppo;

import static org.marksheet.sheet41.selfcheck.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import org.marksheet.sheet41.selfcheck.Refusal;
import org.marksheet.sheet41.selfcheck.SelfCheck;
import org.marksheet.sheet41.selfcheck.Slopes;
import org.marksheet.sheet41.selfcheck.Tensors;

/**
 * Self-checks of TODO 4.1.9.a, on the example of the sheet.
 *
 * <p>Advantages 2, 1, -1, -2 and ratios .5, 1.5, .5, 1.5 with eps .2. The two candidates of each token are
 * -1 and -1.6, -1.5 and -1.2, .5 and .8, 3 and 2.4; the larger ones are -1, -1.2, .8, 3.
 */
class PolicyLossTest {
    private static final float EPS = .2f;

    @SelfCheck(
            value = "4.1.9.a",
            hint = "Take the larger candidate of each token (a loss is the negative of an objective), and clip the"
                    + " ratio exp(logProbs - oldLogProbs), not its logarithm.")
    void theSheetsExampleGivesFourTenths(PpoObjective objective, Tensors given) {
        NDArray old = given.matrix("-1.3 -0.4", "-2.1 -0.9");
        NDArray logProbs = old.add(given.matrix("0.5 1.5", "0.5 1.5").log());
        NDArray advantages = given.matrix("2 1", "-1 -2");
        PolicyLoss result = objective.policyLoss(logProbs, old, advantages, given.mask("11", "11"), EPS);
        assertThatTensor(result.loss()).as("The loss").is(.4);
    }

    @SelfCheck(
            value = "4.1.9.a",
            hint = "clipFraction counts the tokens whose clipped candidate is the larger one (two of four here), not"
                    + " all ratios outside the band. approxKl is half the mean of (logProbs - oldLogProbs)^2.")
    void theNumbersToWatchAreRight(PpoObjective objective, Tensors given) {
        NDArray old = given.matrix("-1.3 -0.4", "-2.1 -0.9");
        NDArray logProbs = old.add(given.matrix("0.5 1.5", "0.5 1.5").log());
        NDArray advantages = given.matrix("2 1", "-1 -2");
        PolicyLoss result = objective.policyLoss(logProbs, old, advantages, given.mask("11", "11"), EPS);
        assertThatTensor(given.scalar(result.clipFraction())).as("clipFraction").is(.5);
        // (.6931^2 + .4055^2 + .6931^2 + .4055^2) / 4 / 2
        assertThatTensor(given.scalar(result.approxKl())).as("approxKl").is(.16121);
    }

    @SelfCheck(
            value = "4.1.9.a",
            hint = "Where the clipped candidate wins, the gradient is 0. Elsewhere it is -A * ratio, divided by the"
                    + " number of response tokens. Old log-probabilities and advantages are data: detach them.")
    void theGradientReachesTheLogProbsOnly(PpoObjective objective, Tensors given) {
        NDArray old = given.matrix("-1.3 -0.4", "-2.1 -0.9");
        NDArray logProbs = old.add(given.matrix("0.5 1.5", "0.5 1.5").log());
        NDArray advantages = given.matrix("2 1", "-1 -2");
        NDArray mask = given.mask("11", "11");
        Slopes.of(
                () -> objective.policyLoss(logProbs, old, advantages, mask, EPS).loss(),
                logProbs, old, advantages);
        assertThatTensor(Slopes.in(logProbs)).as("The gradient in logProbs").is(-.25, 0, 0, .75);
        assertThatTensor(Slopes.in(old)).as("The gradient in oldLogProbs").is(0, 0, 0, 0);
        assertThatTensor(Slopes.in(advantages)).as("The gradient in advantages").is(0, 0, 0, 0);
    }

    @SelfCheck(
            value = "4.1.9.a",
            hint = "Replace what lies on padding before exp (NaN * 0 is NaN), then divide the sum by the number of"
                    + " response tokens of the whole batch: not by B*T, and not row by row.")
    void paddingHasNoEffect(PpoObjective objective, Tensors given) {
        // The same four tokens, in a row of three and a row of one.
        NDArray old = given.matrix("-1.3 -0.4 -2.1", "-0.9 NaN -Infinity");
        NDArray logProbs = given.matrix("0.5 1.5 0.5", "1.5 1 1").log().add(given.matrix("-1.3 -0.4 -2.1", "-0.9 800 NaN"));
        NDArray advantages = given.matrix("2 1 -1", "-2 NaN 50");
        NDArray mask = given.mask("111", "100");
        PolicyLoss result = objective.policyLoss(logProbs, old, advantages, mask, EPS);
        assertThatTensor(result.loss()).as("The loss").is(.4);
        assertThatTensor(given.scalar(result.clipFraction())).as("clipFraction").is(.5);
        assertThatTensor(given.scalar(result.approxKl())).as("approxKl").is(.16121);
        Slopes.of(() -> objective.policyLoss(logProbs, old, advantages, mask, EPS).loss(), logProbs);
        assertThatTensor(Slopes.in(logProbs)).as("The gradient in logProbs").is(-.25, 0, 0, .75, 0, 0);
    }

    @SelfCheck(
            value = "4.1.9.a",
            hint = "With no response token the sum is 0; divide it by at least 1, so that 0/0 does not become NaN.")
    void nothingUnmaskedGivesZero(PpoObjective objective, Tensors given) {
        NDArray old = given.matrix("-1.3 -0.4");
        PolicyLoss result =
                objective.policyLoss(given.matrix("-2 -0.1"), old, given.matrix("2 1"), given.mask("00"), EPS);
        assertThatTensor(result.loss()).as("The loss").is(0);
        assertThatTensor(given.scalar(result.clipFraction())).as("clipFraction").is(0);
        assertThatTensor(given.scalar(result.approxKl())).as("approxKl").is(0);
    }

    @SelfCheck(
            value = "4.1.9.a",
            hint = "Compare the shapes first, before DJL broadcasts or fails in its own words; eps lies between 0 and 1.")
    void wrongArgumentsAreRefused(PpoObjective objective, Tensors given) {
        NDArray old = given.matrix("-1.3 -0.4");
        NDArray mask = given.mask("11");
        Refusal.of(() -> objective.policyLoss(old, old, given.matrix("2 1 3"), mask, EPS), "1, 2", "1, 3");
        Refusal.of(() -> objective.policyLoss(old, old, old, mask, 1.5f), "clipRange");
    }
}
