package org.marksheet.sheet41.ppo.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.marksheet.grader.api.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.assertj.core.data.Offset;
import org.marksheet.grader.api.Check;
import org.marksheet.grader.api.Derivatives;
import org.marksheet.grader.api.Draw;
import org.marksheet.grader.api.Picture;
import org.marksheet.grader.api.Watch;
import org.marksheet.sheet41.ppo.PolicyLoss;
import org.marksheet.sheet41.ppo.PpoObjective;

/** What 4.1.9.a must do. */
public class PolicyLossChecks {
    private static final double TOLERANCE = 1e-4;
    private static final Offset<Float> NEAR = within(1e-4f);

    /** Three ratios for two advantages: the table of the sheet; two of the six are flat. */
    private static PolicyBatch sixRegions() {
        // A row of four tokens and a row of two; the last two places are padding that would count -3.75 each.
        return PolicyBatch.ofRatios(
                Layout.ofLengths(4, 4, 2),
                new float[] {.5f, 1, 2, .5f, 1, 2, 1.25f, 1.25f},
                new float[] {1, 1, 1, -1, -1, -1, 3, 3},
                .2f);
    }

    @Check(
            value = "4.1.9.a/six-regions",
            stands = "hand-worked values of each case, none of them from a loop")
    void theSixRegionsHaveTheValuesOfTheTable(PpoObjective objective, NDManager manager, Watch watch) {
        showTokenByToken(objective, manager, watch, 1);
        showTokenByToken(objective, manager, watch, -1);
        // -.5 -1 -1.2 +.8 +1 +2
        assertThatTensor(sixRegions().askedOf(objective, manager).loss())
                .as("the loss of the six regions")
                .isNumber(1.1 / 6, TOLERANCE);
    }

    /** The mean does not say which of the six is wrong, so each is also asked for alone, and only shown. */
    private static void showTokenByToken(PpoObjective objective, NDManager manager, Watch watch, float advantage) {
        float[] ratios = {.5f, 1, 2};
        double[] answers = new double[ratios.length];
        for (int i = 0; i < ratios.length; i++) {
            PolicyBatch token = PolicyBatch.ofRatios(
                    Layout.ofLengths(1, 1), new float[] {ratios[i]}, new float[] {advantage}, .2f);
            answers[i] = Numbers.first(token.askedOf(objective, manager).loss());
        }
        watch.show(new ClippedCurve(advantage, .2f).with(ratios, answers));
    }

    @Check(value = "4.1.9.a/six-slopes", stands = "hand-worked slopes of each case, none of them from a loop")
    void theSixRegionsHaveTheSlopesOfTheTable(PpoObjective objective, NDManager manager, Watch watch) {
        Derivatives<PolicyLoss> loss = watch.gradients(() -> sixRegions().askedOf(objective, manager));
        NDArray slopes = loss.gradient("logProbs");
        double[] expected = {-.5 / 6, -1 / 6., 0, 0, 1 / 6., 2 / 6., 0, 0};
        watch.show(Picture.Bars.compared(
                "The slope of the loss in the log-probability of each place, by its ratio r and advantage A",
                List.of(
                        "r = 0.5, A = 1", "r = 1, A = 1", "r = 2, A = 1", "r = 0.5, A = −1", "r = 1, A = −1",
                        "r = 2, A = −1", "padding", "padding"),
                Numbers.all(slopes),
                expected));
        assertThatTensor(slopes)
                .as("the gradient of the six regions, in logProbs,")
                .isCloseTo(expected, TOLERANCE);
    }

    @Check(
            value = "4.1.9.a/worked-example",
            stands = "the sheet's own numbers, which a student can redo by hand")
    void theWorkedExampleComesToFourTenths(PpoObjective objective, NDManager manager) {
        PolicyBatch batch = PolicyBatch.ofRatios(
                Layout.ofLengths(4, 4),
                new float[] {.5f, 1.5f, .5f, 1.5f},
                new float[] {2, 1, -1, -2},
                .2f);
        assertThatTensor(batch.askedOf(objective, manager).loss())
                .as("the loss of the worked example, A = 2 1 -1 -2 and ratios .5 1.5 .5 1.5,")
                .hasShape()
                .isNumber(.4, TOLERANCE);
    }

    @Check(
            value = "4.1.9.a/random-batch",
            stands = "an answer learnt by heart fits the tables and not a fresh batch")
    void aRandomBatchHasTheLossOfAPlainLoop(PpoObjective objective, NDManager manager, Draw draw) {
        PolicyBatch batch = PolicyBatch.drawn(draw);
        assertThatTensor(batch.askedOf(objective, manager).loss())
                .as("the loss of a batch of rows of different lengths")
                .isNumber(batch.expected().loss(), TOLERANCE);
    }

    @Check(
            value = "4.1.9.a/random-slopes",
            stands = "an answer learnt by heart fits the tables and not a fresh batch")
    void aRandomBatchHasTheSlopesOfAPlainLoop(
            PpoObjective objective, NDManager manager, Draw draw, Watch watch) {
        PolicyBatch batch = PolicyBatch.drawn(draw);
        Derivatives<PolicyLoss> loss = watch.gradients(() -> batch.askedOf(objective, manager));
        assertThatTensor(loss.gradient("logProbs"))
                .as("the gradient of a batch, in logProbs,")
                .isCloseTo(batch.expected().gradient(), TOLERANCE);
    }

    @Check("4.1.9.a/data-gets-no-gradient")
    void oldLogProbsAndAdvantagesAreData(PpoObjective objective, NDManager manager, Draw draw, Watch watch) {
        PolicyBatch batch = PolicyBatch.drawn(draw);
        Derivatives<PolicyLoss> loss = watch.gradients(() -> batch.askedOf(objective, manager));
        loss.assertData("oldLogProbs");
        loss.assertData("advantages");
    }

    @Check(value = "4.1.9.a/padding-never-leaks", stands = "tells NaN in the value from NaN in the gradient")
    void paddingNeverLeaks(PpoObjective objective, NDManager manager, Draw draw) {
        PolicyBatch batch = PolicyBatch.drawn(draw);
        assertThatTensor(batch.withJunk().askedOf(objective, manager).loss())
                .as("with NaN and infinities on padding the loss")
                .isNumber(batch.expected().loss(), TOLERANCE);
    }

    @Check("4.1.9.a/padding-never-leaks-back")
    void paddingNeverLeaksIntoTheGradient(PpoObjective objective, NDManager manager, Draw draw, Watch watch) {
        PolicyBatch batch = PolicyBatch.drawn(draw);
        Derivatives<PolicyLoss> loss = watch.gradients(() -> batch.withJunk().askedOf(objective, manager));
        assertThatTensor(loss.gradient("logProbs"))
                .as("with NaN and infinities on padding the gradient in logProbs")
                .isCloseTo(batch.expected().gradient(), TOLERANCE);
    }

    @Check("4.1.9.a/no-token-gives-zero")
    void aBatchWithoutTokensGivesZero(PpoObjective objective, NDManager manager, Draw draw, Watch watch) {
        PolicyBatch batch = PolicyBatch.drawn(draw).emptied();
        Derivatives<PolicyLoss> loss = watch.gradients(() -> batch.askedOf(objective, manager));
        assertThatTensor(loss.value().loss()).as("the loss without a response token").isNumber(0, 0);
        assertThat(loss.value().clipFraction()).as("clipFraction without a response token").isZero();
        assertThat(loss.value().approxKl()).as("approxKl without a response token").isZero();
        GradientWords.assertNothingToLearn("logProbs", loss.gradients().get("logProbs"));
    }

    @Check("4.1.9.a/shapes-are-compared")
    void differentShapesAreRejectedByName(PpoObjective objective, NDManager manager) {
        NDArray right = manager.ones(new Shape(3, 7));
        NDArray mask = manager.ones(new Shape(3, 7), DataType.BOOLEAN);
        NDArray wrong = manager.ones(new Shape(3, 1));
        NDArray wrongMask = manager.ones(new Shape(3, 1), DataType.BOOLEAN);
        int[][] shapes = {{3, 7}, {3, 1}};
        new Rejection("oldLogProbs of another shape than logProbs")
                .names(() -> objective.policyLoss(right, wrong, right, mask, .2f), shapes);
        new Rejection("advantages of another shape than logProbs")
                .names(() -> objective.policyLoss(right, right, wrong, mask, .2f), shapes);
        new Rejection("a responseMask of another shape than logProbs")
                .names(() -> objective.policyLoss(right, right, right, wrongMask, .2f), shapes);
    }

    @Check("4.1.9.a/clip-range-is-compared")
    void aClipRangeOutsideZeroToOneIsRejected(PpoObjective objective, NDManager manager, Draw draw) {
        PolicyBatch batch = PolicyBatch.drawn(draw);
        for (float wrong : new float[] {-.2f, 0, 1, 1.5f}) {
            new Rejection("a clipRange of " + wrong)
                    .namesClipRange(() -> batch.clippedTo(wrong).askedOf(objective, manager), wrong);
        }
    }

    @Check("4.1.9.a/inputs-stay")
    void inputsStayAsTheyWere(PpoObjective objective, NDManager manager, Draw draw, Watch watch) {
        PolicyBatch.drawn(draw).askedOf(objective, manager);
        watch.assertInputsUnchanged();
    }

    @Check("4.1.9.a/clip-fraction")
    void clipFractionCountsFlatTokensOnly(PpoObjective objective, NDManager manager, Draw draw) {
        assertThat(sixRegions().askedOf(objective, manager).clipFraction())
                .as("clipFraction of the six regions, two of which are flat,")
                .isCloseTo(2 / 6f, NEAR);
        PolicyBatch batch = PolicyBatch.drawn(draw);
        assertThat(batch.withJunk().askedOf(objective, manager).clipFraction())
                .as("clipFraction of a batch with NaN and infinities on padding")
                .isCloseTo((float) batch.expected().clipFraction(), NEAR);
    }

    @Check("4.1.9.a/approx-kl")
    void approxKlIsHalfTheMeanSquare(PpoObjective objective, NDManager manager, Draw draw) {
        PolicyBatch batch = PolicyBatch.drawn(draw);
        assertThat(batch.askedOf(objective, manager).approxKl())
                .as("approxKl of a batch")
                .isCloseTo((float) batch.expected().approxKl(), NEAR);
        assertThat(batch.withJunk().askedOf(objective, manager).approxKl())
                .as("approxKl of the same batch with NaN and infinities on padding")
                .isCloseTo((float) batch.expected().approxKl(), NEAR);
    }

    @Check(
            value = "4.1.9.a/before-the-first-update",
            stands = "the state every run begins in: value and gradient part ways")
    void beforeTheFirstUpdateNothingIsClippedAndYetThereIsAGradient(
            PpoObjective objective, NDManager manager, Draw draw, Watch watch) {
        PolicyBatch batch = PolicyBatch.drawn(draw).beforeTheFirstUpdate();
        Derivatives<PolicyLoss> loss = watch.gradients(() -> batch.askedOf(objective, manager));
        assertThatTensor(loss.value().loss())
                .as("with the policy that sampled, all ratios 1, the loss")
                .isNumber(batch.expected().loss(), TOLERANCE);
        assertThat(loss.value().clipFraction()).as("clipFraction before the first update").isZero();
        assertThat(loss.value().approxKl()).as("approxKl before the first update").isZero();
        assertThatTensor(loss.gradient("logProbs"))
                .as("before the first update the gradient in logProbs, -A/n of each token,")
                .isCloseTo(batch.expected().gradient(), TOLERANCE);
    }
}
