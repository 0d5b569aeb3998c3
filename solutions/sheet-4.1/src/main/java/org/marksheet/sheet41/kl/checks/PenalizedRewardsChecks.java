package org.marksheet.sheet41.kl.checks;

import static org.marksheet.grader.api.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.marksheet.grader.api.Check;
import org.marksheet.grader.api.Derivatives;
import org.marksheet.grader.api.Draw;
import org.marksheet.grader.api.Watch;
import org.marksheet.sheet41.kl.KlPenalty;

/** What 4.1.7.d must do. */
public class PenalizedRewardsChecks {
    private static final double TOLERANCE = 1e-4;

    /** Draws scores of both signs, none near 0 and no two alike. */
    private static float[] scores(Draw draw, int rows) {
        float[] scores = new float[rows];
        for (int row = 0; row < rows; row++) {
            scores[row] = (row % 2 == 0 ? 1 : -1) * (row + draw.between(1.2f, 1.8f));
        }
        return scores;
    }

    @Check(value = "4.1.7.d/worked-example", stands = "the sheet's own numbers, which a student can redo by hand")
    void theWorkedExampleHasTheNumbersOfTheSheet(KlPenalty penalty, NDManager manager) {
        KlBatch batch = new KlBatch(
                Responses.ofLengths(3, 3), new float[] {-1, -.5f, -2}, new float[] {-1.2f, -.4f, -2.5f});
        assertThatTensor(batch.rewardsOf(penalty, manager, new float[] {2}, .1f))
                .as("the rewards of the worked example, beta .1 and score 2,")
                .hasShape(1, 3)
                .isCloseTo(new double[] {-.02, .01, 1.95}, TOLERANCE);
    }

    @Check("4.1.7.d/full-rows")
    void rowsWithoutPaddingHaveTheRewardsOfAPlainLoop(KlPenalty penalty, NDManager manager, Draw draw) {
        KlBatch batch = KlBatch.drawn(draw, Responses.ofLengths(5, 5, 5, 5));
        float[] scores = scores(draw, 3);
        float beta = draw.between(.3f, .7f);
        assertThatTensor(batch.rewardsOf(penalty, manager, scores, beta))
                .as("the rewards of full rows")
                .hasShape(3, 5)
                .isCloseTo(batch.rewards(scores, beta), TOLERANCE);
    }

    @Check("4.1.7.d/short-rows")
    void theScoreSitsOnTheLastRealTokenOfEachRow(KlPenalty penalty, NDManager manager, Draw draw) {
        KlBatch batch = KlBatch.drawn(draw);
        float[] scores = scores(draw, 4);
        float beta = draw.between(.3f, .7f);
        assertThatTensor(batch.rewardsOf(penalty, manager, scores, beta))
                .as("the rewards of rows of different lengths")
                .isCloseTo(batch.rewards(scores, beta), TOLERANCE);
    }

    @Check("4.1.7.d/no-penalty")
    void withoutAPenaltyOnlyTheScoreIsLeft(KlPenalty penalty, NDManager manager, Draw draw) {
        KlBatch batch = KlBatch.drawn(draw);
        float[] scores = scores(draw, 4);
        assertThatTensor(batch.rewardsOf(penalty, manager, scores, 0))
                .as("the rewards with beta 0")
                .isCloseTo(batch.rewards(scores, 0), TOLERANCE);
    }

    @Check("4.1.7.d/padding-never-leaks")
    void paddingNeverLeaksAndIsZero(KlPenalty penalty, NDManager manager, Draw draw) {
        KlBatch batch = KlBatch.drawn(draw);
        float[] scores = scores(draw, 4);
        float beta = draw.between(.3f, .7f);
        assertThatTensor(batch.withJunk().rewardsOf(penalty, manager, scores, beta))
                .as("with NaN and infinities on padding the rewards")
                .isCloseTo(batch.rewards(scores, beta), TOLERANCE);
    }

    @Check("4.1.7.d/row-without-a-token")
    void aRowWithoutATokenIsAllZero(KlPenalty penalty, NDManager manager, Draw draw) {
        KlBatch batch = KlBatch.drawn(draw).withoutTokensIn(draw.between(0, 3));
        float[] scores = scores(draw, 4);
        float beta = draw.between(.3f, .7f);
        assertThatTensor(batch.rewardsOf(penalty, manager, scores, beta))
                .as("with an empty response the rewards")
                .isCloseTo(batch.rewards(scores, beta), TOLERANCE);
    }

    @Check("4.1.7.d/tokens-that-start-late")
    void theLastTokenIsNotFoundByCounting(KlPenalty penalty, NDManager manager, Draw draw) {
        KlBatch batch = KlBatch.drawn(draw, Responses.drawn(draw).startingLate());
        float[] scores = scores(draw, 4);
        float beta = draw.between(.3f, .7f);
        assertThatTensor(batch.rewardsOf(penalty, manager, scores, beta))
                .as("with padding before and behind the tokens the rewards")
                .isCloseTo(batch.rewards(scores, beta), TOLERANCE);
    }

    @Check("4.1.7.d/rewards-are-data")
    void noGradientFlowsIntoAnyArgument(KlPenalty penalty, NDManager manager, Draw draw, Watch watch) {
        KlBatch batch = KlBatch.drawn(draw);
        NDArray ones = batch.responses().tensor(manager, batch.logProbs()).onesLike();
        Derivatives<NDArray> rewards =
                watch.gradients(ones, () -> batch.rewardsOf(penalty, manager, scores(draw, 4), .5f));
        rewards.assertData("scores");
        rewards.assertData("logProbs");
        rewards.assertData("refLogProbs");
    }

    @Check("4.1.7.d/shapes-are-compared")
    void differentShapesAreRejectedByName(KlPenalty penalty, NDManager manager) {
        NDArray right = manager.ones(new Shape(3, 7));
        NDArray mask = manager.ones(new Shape(3, 7), DataType.BOOLEAN);
        NDArray scores = manager.ones(new Shape(3));
        new Rejection("refLogProbs of another shape than logProbs")
                .names(
                        () -> penalty.penalizedRewards(scores, right, manager.ones(new Shape(3, 1)), mask, .1f),
                        new int[] {3, 7},
                        new int[] {3, 1});
        new Rejection("two scores for three rows")
                .names(
                        () -> penalty.penalizedRewards(manager.ones(new Shape(2)), right, right, mask, .1f),
                        new int[] {3, 7},
                        new int[] {2});
    }

    @Check("4.1.7.d/inputs-stay")
    void inputsStayAsTheyWere(KlPenalty penalty, NDManager manager, Draw draw, Watch watch) {
        KlBatch.drawn(draw).rewardsOf(penalty, manager, scores(draw, 4), .5f);
        watch.assertInputsUnchanged();
    }
}
