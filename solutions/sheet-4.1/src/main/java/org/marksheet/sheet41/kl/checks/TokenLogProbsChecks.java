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

/** What 4.1.7.a must do. */
public class TokenLogProbsChecks {
    private static final double TOLERANCE = 1e-4;

    @Check(value = "4.1.7.a/known-distributions", stands = "numbers that a student can redo by hand")
    void knownDistributionsGiveTheirLogarithms(KlPenalty penalty, NDManager manager) {
        float two = (float) Math.log(2);
        float[] logits = {
            // A prompt of two tokens, a response of two, one more place. At tau 2, logits 4, 2, 2 ln 2 over each
            // other are 1/2 1/4 1/4; 6, 0, 2 ln 2 are 8/11 1/11 2/11.
            9, 0, 0, 4 * two, 2 * two, 2 * two, 6 * two, 0, 2 * two, 0, 0, 9, 0, 9, 0
        };
        LogitsBatch batch = new LogitsBatch(1, 5, 3, logits, 2, new long[] {1, 2}, 2, 2);
        assertThatTensor(batch.askedOf(penalty, manager))
                .as("the log-probabilities of tokens with probability 1/4 and 2/11")
                .hasShape(1, 2)
                .isCloseTo(new double[] {Math.log(1 / 4.), Math.log(2 / 11.)}, TOLERANCE);
    }

    @Check(
            value = "4.1.7.a/random-batch",
            stands = "an answer learnt by heart fits known distributions and not a fresh batch")
    void aRandomBatchHasTheLogProbsOfAPlainLoop(KlPenalty penalty, NDManager manager, Draw draw) {
        LogitsBatch batch = LogitsBatch.drawn(draw);
        assertThatTensor(batch.askedOf(penalty, manager))
                .as("the log-probabilities of a batch at a temperature of " + batch.temperature())
                .hasShape(batch.rows(), batch.columns())
                .isCloseTo(batch.logProbs(), TOLERANCE);
    }

    @Check("4.1.7.a/slopes")
    void theGradientIsThatOfAPlainLoop(KlPenalty penalty, NDManager manager, Draw draw, Watch watch) {
        LogitsBatch batch = LogitsBatch.drawn(draw);
        float[] weights = draw.floats(batch.responseIds().length, .5f, 2);
        NDArray cotangent = manager.create(weights, new Shape(batch.rows(), batch.columns()));
        Derivatives<NDArray> logProbs = watch.gradients(cotangent, () -> batch.askedOf(penalty, manager));
        assertThatTensor(logProbs.gradient("logits"))
                .as("the gradient in logits, which is 0 where no response token is predicted,")
                .isCloseTo(batch.gradient(weights), TOLERANCE);
    }

    @Check("4.1.7.a/large-logits")
    void largeLogitsNeitherOverflowNorUnderflow(KlPenalty penalty, NDManager manager, Draw draw) {
        LogitsBatch high = LogitsBatch.drawn(draw).shiftedBy(200, 0);
        assertThatTensor(high.askedOf(penalty, manager))
                .as("with all logits near 200 the log-probabilities")
                .isCloseTo(high.logProbs(), TOLERANCE);
        LogitsBatch apart = LogitsBatch.drawn(draw).shiftedBy(0, -250);
        assertThatTensor(apart.askedOf(penalty, manager))
                .as("with some logits near -250 the log-probabilities")
                .isCloseTo(apart.logProbs(), TOLERANCE);
    }

    @Check("4.1.7.a/one-token")
    void oneTokenOfOneResponseKeepsItsDimensions(KlPenalty penalty, NDManager manager, Draw draw) {
        LogitsBatch batch = LogitsBatch.drawn(draw, 1, 2, 1, 1, 1);
        assertThatTensor(batch.askedOf(penalty, manager))
                .as("the log-probability of one token behind a prompt of one")
                .hasShape(1, 1)
                .isCloseTo(batch.logProbs(), TOLERANCE);
    }

    @Check("4.1.7.a/arguments-are-compared")
    void whatDoesNotFitIsRejectedByName(KlPenalty penalty, NDManager manager) {
        NDArray logits = manager.ones(new Shape(3, 7, 5));
        NDArray tooLong = manager.zeros(new Shape(3, 6), DataType.INT64);
        new Rejection("a response that goes on behind what the logits predict")
                .names(() -> penalty.tokenLogProbs(logits, tooLong, 3, 1), new int[] {3, 7, 5}, new int[] {3, 6});
        NDArray fits = manager.zeros(new Shape(3, 4), DataType.INT64);
        new Rejection("a start of 0, where nothing predicts the first token,")
                .names(() -> penalty.tokenLogProbs(logits, fits, 0, 1), new int[] {3, 7, 5}, new int[] {3, 4});
    }

    @Check("4.1.7.a/temperature-is-compared")
    void aTemperatureThatIsNotPositiveIsRejected(KlPenalty penalty, NDManager manager) {
        NDArray logits = manager.ones(new Shape(3, 7, 5));
        NDArray ids = manager.zeros(new Shape(3, 4), DataType.INT64);
        for (float wrong : new float[] {0, -.7f}) {
            new Rejection("a temperature of " + wrong)
                    .namesTemperature(() -> penalty.tokenLogProbs(logits, ids, 3, wrong), wrong);
        }
    }

    @Check("4.1.7.a/inputs-stay")
    void inputsStayAsTheyWere(KlPenalty penalty, NDManager manager, Draw draw, Watch watch) {
        LogitsBatch.drawn(draw).askedOf(penalty, manager);
        watch.assertInputsUnchanged();
    }
}
