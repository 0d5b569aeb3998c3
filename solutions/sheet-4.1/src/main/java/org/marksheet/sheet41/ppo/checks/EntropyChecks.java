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

/** What 4.1.9.c must do. */
public class EntropyChecks {
    private static final double TOLERANCE = 1e-4;

    @Check(value = "4.1.9.c/known-distributions", stands = "numbers that a student can redo by hand")
    void knownDistributionsHaveTheirEntropy(PpoObjective objective, NDManager manager, Watch watch) {
        float two = (float) Math.log(2);
        float[] logits = {
            // 1/4 each: ln 4; 1/2 1/4 1/8 1/8, not normalised: 1.75 ln 2; a padding place; 1/2 1/4 1/8 1/8 again
            5, 5, 5, 5, 3 * two, 2 * two, two, two, 9, 0, 0, 0, two, 0, -two, -two
        };
        LogitsBatch batch = new LogitsBatch(new Layout(2, 2, new boolean[] {true, true, false, true}), 4, logits);
        NDArray answer = batch.askedOf(objective, manager);
        watch.show(batch.drawnAs("The distribution over the vocabulary at each of the three tokens; their entropies are 1.386, 1.213 and 1.213"));
        assertThatTensor(answer)
                .as("the mean entropy of (1/4,1/4,1/4,1/4) and twice (1/2,1/4,1/8,1/8)")
                .hasShape()
                .isNumber((2 + 1.75 + 1.75) / 3 * Math.log(2), TOLERANCE);
    }

    @Check(
            value = "4.1.9.c/random-batch",
            stands = "an answer learnt by heart fits known numbers and not a fresh batch")
    void aRandomBatchHasTheEntropyOfAPlainLoop(PpoObjective objective, NDManager manager, Draw draw) {
        LogitsBatch batch = LogitsBatch.drawn(draw);
        assertThatTensor(batch.askedOf(objective, manager))
                .as("the entropy of a batch of rows of different lengths")
                .isNumber(batch.expected().entropy(), TOLERANCE);
    }

    @Check(
            value = "4.1.9.c/slopes",
            stands = "the gradient in an ordinary batch: tells a wrong one from a NaN on an edge")
    void theGradientIsThatOfAPlainLoop(PpoObjective objective, NDManager manager, Draw draw, Watch watch) {
        LogitsBatch batch = LogitsBatch.drawn(draw);
        Derivatives<NDArray> entropy = watch.gradients(() -> batch.askedOf(objective, manager));
        assertThatTensor(entropy.gradient("logits"))
                .as("the gradient of a batch, in logits,")
                .isCloseTo(batch.expected().gradient(), TOLERANCE);
    }

    @Check(
            value = "4.1.9.c/filtered-tokens-add-nothing",
            stands = "tells NaN in the value from NaN in the gradient")
    void filteredTokensAddNothing(PpoObjective objective, NDManager manager, Draw draw, Watch watch) {
        LogitsBatch batch = LogitsBatch.drawn(draw).with(Float.NEGATIVE_INFINITY, draw);
        NDArray answer = batch.askedOf(objective, manager);
        watch.show(batch.drawnAs(
                "The distribution over the vocabulary at the first tokens; where the logit is -inf the probability is 0 and adds nothing"));
        assertThatTensor(answer)
                .as("with logits of -inf the entropy")
                .isNumber(batch.expected().entropy(), TOLERANCE);
    }

    @Check("4.1.9.c/filtered-tokens-get-no-gradient")
    void filteredTokensGetNoGradientAndSpoilNone(
            PpoObjective objective, NDManager manager, Draw draw, Watch watch) {
        LogitsBatch batch = LogitsBatch.drawn(draw).with(Float.NEGATIVE_INFINITY, draw);
        Derivatives<NDArray> entropy = watch.gradients(() -> batch.askedOf(objective, manager));
        assertThatTensor(entropy.gradient("logits"))
                .as("with logits of -inf the gradient in logits")
                .isCloseTo(batch.expected().gradient(), TOLERANCE);
    }

    @Check("4.1.9.c/large-logits")
    void largeLogitsNeitherOverflowNorUnderflow(PpoObjective objective, NDManager manager, Draw draw) {
        LogitsBatch high = LogitsBatch.drawn(draw).shiftedBy(150);
        assertThatTensor(high.askedOf(objective, manager))
                .as("with all logits near 150 the entropy")
                .isNumber(high.expected().entropy(), TOLERANCE);
        LogitsBatch apart = LogitsBatch.drawn(draw).with(-250, draw);
        assertThatTensor(apart.askedOf(objective, manager))
                .as("with some logits of -250 the entropy")
                .isNumber(apart.expected().entropy(), TOLERANCE);
    }

    @Check(value = "4.1.9.c/padding-never-leaks", stands = "tells NaN in the value from NaN in the gradient")
    void paddingNeverLeaks(PpoObjective objective, NDManager manager, Draw draw) {
        LogitsBatch batch = LogitsBatch.drawn(draw);
        assertThatTensor(batch.withJunk().askedOf(objective, manager))
                .as("with NaN and infinities on padding the entropy")
                .isNumber(batch.expected().entropy(), TOLERANCE);
    }

    @Check("4.1.9.c/padding-never-leaks-back")
    void paddingNeverLeaksIntoTheGradient(PpoObjective objective, NDManager manager, Draw draw, Watch watch) {
        LogitsBatch batch = LogitsBatch.drawn(draw);
        Derivatives<NDArray> entropy = watch.gradients(() -> batch.withJunk().askedOf(objective, manager));
        assertThatTensor(entropy.gradient("logits"))
                .as("with NaN and infinities on padding the gradient in logits")
                .isCloseTo(batch.expected().gradient(), TOLERANCE);
    }

    @Check("4.1.9.c/no-token-gives-zero")
    void aBatchWithoutTokensGivesZero(PpoObjective objective, NDManager manager, Draw draw, Watch watch) {
        LogitsBatch batch = LogitsBatch.drawn(draw).emptied();
        Derivatives<NDArray> entropy = watch.gradients(() -> batch.askedOf(objective, manager));
        assertThatTensor(entropy.value()).as("the entropy without a response token").isNumber(0, 0);
        GradientWords.assertNothingToLearn("logits", entropy.gradients().get("logits"));
    }

    @Check("4.1.9.c/shapes-are-compared")
    void aMaskOfAnotherShapeIsRejectedByName(PpoObjective objective, NDManager manager) {
        NDArray logits = manager.ones(new Shape(3, 7, 5));
        for (int[] wrong : new int[][] {{3, 1}, {7, 3}}) {
            NDArray mask = manager.ones(new Shape(wrong[0], wrong[1]), DataType.BOOLEAN);
            new Rejection("a responseMask of another shape than the first two dimensions of logits")
                    .names(() -> objective.entropy(logits, mask), new int[] {3, 7}, wrong);
        }
    }

    @Check("4.1.9.c/inputs-stay")
    void inputsStayAsTheyWere(PpoObjective objective, NDManager manager, Draw draw, Watch watch) {
        LogitsBatch.drawn(draw).askedOf(objective, manager);
        watch.assertInputsUnchanged();
    }
}
