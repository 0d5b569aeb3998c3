package org.marksheet.sheet41.kl;

import static org.marksheet.sheet41.selfcheck.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.marksheet.sheet41.selfcheck.Refusal;
import org.marksheet.sheet41.selfcheck.SelfCheck;
import org.marksheet.sheet41.selfcheck.Slopes;
import org.marksheet.sheet41.selfcheck.Tensors;

/** Self-checks of TODO 4.1.7.d, on the running example of the sheet: k1 = .2, -.1, .5, beta .1, score 2. */
class PenalizedRewardsTest {
    private static NDArray scores(Tensors given, float... scores) {
        return given.manager().create(scores, new Shape(scores.length));
    }

    @SelfCheck(
            value = "4.1.7.d",
            hint = "Each token pays beta * k1; the last one pays too, and the score is added to what it has.")
    void theSheetsExampleHasItsNumbers(KlPenalty penalty, Tensors given) {
        NDArray rewards = penalty.penalizedRewards(
                scores(given, 2), given.matrix("-1 -0.5 -2"), given.matrix("-1.2 -0.4 -2.5"), given.mask("111"), .1f);
        assertThatTensor(rewards).as("The rewards").is(-.02, .01, 1.95);
    }

    @SelfCheck(
            value = "4.1.7.d",
            hint = "The score sits on the last place where the mask is true, which is not the last column in a short"
                    + " row. Padding gets 0, whatever it holds.")
    void shortRowsHaveTheirScoreAtTheirEnd(KlPenalty penalty, Tensors given) {
        NDArray rewards = penalty.penalizedRewards(
                scores(given, 2, -3),
                given.matrix("-1 -0.5 -2 -1", "-1 NaN -1 -1"),
                given.matrix("-1.2 -0.4 -2.5 -9", "-1.4 -1 Infinity -9"),
                given.mask("1110", "1000"),
                .1f);
        assertThatTensor(rewards).as("The rewards").is(-.02, .01, 1.95, 0, -3.04, 0, 0, 0);
    }

    @SelfCheck(
            value = "4.1.7.d",
            hint = "A row without a true place has no last token: all its rewards are 0. Counting the tokens and"
                    + " subtracting 1 gives place -1 there.")
    void aRowWithoutATokenIsAllZero(KlPenalty penalty, Tensors given) {
        NDArray rewards = penalty.penalizedRewards(
                scores(given, 2, 5),
                given.matrix("-1 -0.5", "-1 -2"),
                given.matrix("-1.2 -0.4", "-3 -3"),
                given.mask("01", "00"),
                .1f);
        assertThatTensor(rewards).as("The rewards").is(0, 2.01, 0, 0);
    }

    @SelfCheck(
            value = "4.1.7.d",
            hint = "Rewards are data for everything that comes later: detach all three tensors.")
    void noGradientFlowsBack(KlPenalty penalty, Tensors given) {
        NDArray scores = scores(given, 2);
        NDArray logProbs = given.matrix("-1 -0.5 -2");
        NDArray reference = given.matrix("-1.2 -0.4 -2.5");
        NDArray other = given.matrix("1 1 1");
        Slopes.of(
                () -> penalty.penalizedRewards(scores, logProbs, reference, given.mask("111"), .1f).mul(other).sum(),
                scores, logProbs, reference, other);
        assertThatTensor(Slopes.in(scores)).as("The gradient in scores").is(0);
        assertThatTensor(Slopes.in(logProbs)).as("The gradient in logProbs").is(0, 0, 0);
        assertThatTensor(Slopes.in(reference)).as("The gradient in refLogProbs").is(0, 0, 0);
    }

    @SelfCheck(value = "4.1.7.d", hint = "There is one score for each row. Compare the shapes first.")
    void wrongArgumentsAreRefused(KlPenalty penalty, Tensors given) {
        NDArray logProbs = given.matrix("-1 -0.5 -2");
        Refusal.of(
                () -> penalty.penalizedRewards(scores(given, 2), logProbs, given.matrix("-1"), given.mask("111"), .1f),
                "1, 3",
                "1, 1");
        Refusal.of(
                () -> penalty.penalizedRewards(scores(given, 2, 3), logProbs, logProbs, given.mask("111"), .1f),
                "2",
                "1, 3");
    }
}
