package org.marksheet.sheet41.policygradient;

import static org.marksheet.sheet41.selfcheck.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import org.marksheet.sheet41.selfcheck.Refusal;
import org.marksheet.sheet41.selfcheck.SelfCheck;
import org.marksheet.sheet41.selfcheck.Slopes;
import org.marksheet.sheet41.selfcheck.Tensors;

/**
 * Self-checks of TODO 4.1.6.b.
 *
 * <p>Two responses: one of three tokens whose log-probabilities sum to -3.5, better than its baseline by 1.5; one of two
 * tokens that sum to -1, worse by 1.25.
 */
class ScoreFunctionLossTest {
    private static NDArray logProbs(Tensors given) {
        return given.matrix("-1 -0.5 -2", "-0.3 -0.7 NaN");
    }

    private static NDArray rewards(Tensors given) {
        return given.vector(2, -1);
    }

    private static NDArray baseline(Tensors given) {
        return given.vector(.5, .25);
    }

    @SelfCheck(
            value = "4.1.6.b",
            hint = "Sum the log-probabilities of each response, weight them with reward - baseline, take the mean over the"
                    + " responses, and turn the sign: the loss is minimised, the reward should grow.")
    void betterResponsesBecomeMoreLikely(PolicyGradient gradient, Tensors given) {
        NDArray loss = gradient.scoreFunctionLoss(
                logProbs(given), rewards(given), baseline(given), given.mask("111", "110"));
        // -(1.5 * -3.5 + -1.25 * -1) / 2
        assertThatTensor(loss).as("The loss").is(2);
    }

    @SelfCheck(
            value = "4.1.6.b",
            hint = "Each token of a response gets the same gradient, -(reward - baseline) / B; padding gets 0. Rewards and"
                    + " baseline are data: detach them.")
    void theGradientReachesTheLogProbsOnly(PolicyGradient gradient, Tensors given) {
        NDArray logProbs = logProbs(given);
        NDArray rewards = rewards(given);
        NDArray baseline = baseline(given);
        NDArray mask = given.mask("111", "110");
        Slopes.of(() -> gradient.scoreFunctionLoss(logProbs, rewards, baseline, mask), logProbs, rewards, baseline);
        assertThatTensor(Slopes.in(logProbs))
                .as("The gradient in logProbs")
                .is(-.75, -.75, -.75, .625, .625, 0);
        assertThatTensor(Slopes.in(rewards)).as("The gradient in rewards").is(0, 0);
        assertThatTensor(Slopes.in(baseline)).as("The gradient in baseline").is(0, 0);
    }

    /**
     * Ten responses of one token, drawn as often as their probabilities .5 .3 .2 say, with rewards 1, 0, -1. The expected
     * reward is .3, and its gradient in the logit of a token is p * (reward - .3): .35, -.09, -.26.
     */
    @SelfCheck(
            value = "4.1.6.b",
            hint = "The average of reward * gradient of log p IS the gradient of the expected reward. A log-probability is"
                    + " asked for, not a probability.")
    void itIsTheGradientOfTheExpectedReward(PolicyGradient gradient, Tensors given) {
        NDArray logits = given.matrix("0.5 0.3 0.2").log();
        NDArray drawn = given.ids("0 0 0 0 0 1 1 1 2 2");
        NDArray rewards = given.vector(1, 1, 1, 1, 1, 0, 0, 0, -1, -1);
        NDArray mask = given.mask("1", "1", "1", "1", "1", "1", "1", "1", "1", "1");
        Slopes.of(
                () -> gradient.scoreFunctionLoss(
                        logits.logSoftmax(-1).gather(drawn, 1).reshape(10, 1), rewards, rewards.zerosLike(), mask),
                logits);
        assertThatTensor(Slopes.in(logits)).as("The gradient in the logits").is(-.35, .09, .26);
    }

    @SelfCheck(
            value = "4.1.6.b",
            hint = "A response without a token adds 0 and still counts as one: divide by B. Replace padding before you sum:"
                    + " NaN * 0 is NaN.")
    void anEmptyResponseCountsAsAResponse(PolicyGradient gradient, Tensors given) {
        NDArray loss = gradient.scoreFunctionLoss(
                given.matrix("-1 -0.5 -2", "NaN Infinity -9"), rewards(given), baseline(given), given.mask("111", "000"));
        assertThatTensor(loss).as("The loss").is(2.625);
        assertThatTensor(gradient.scoreFunctionLoss(
                        logProbs(given), rewards(given), baseline(given), given.mask("000", "000")))
                .as("The loss without a token")
                .is(0);
    }

    @SelfCheck(value = "4.1.6.b", hint = "Rewards and baseline have one number for each row. Compare the shapes first.")
    void wrongArgumentsAreRefused(PolicyGradient gradient, Tensors given) {
        NDArray logProbs = logProbs(given);
        NDArray mask = given.mask("111", "110");
        Refusal.of(
                () -> gradient.scoreFunctionLoss(logProbs, given.vector(1, 2, 3), baseline(given), mask), "3", "2, 3");
        Refusal.of(() -> gradient.scoreFunctionLoss(logProbs, rewards(given), given.vector(1), mask), "1", "2, 3");
        Refusal.of(
                () -> gradient.scoreFunctionLoss(logProbs, rewards(given), baseline(given), given.mask("1", "1")),
                "2, 3",
                "2, 1");
    }
}
