package org.marksheet.sheet41.preference.checks;

import static org.marksheet.grader.api.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.marksheet.grader.api.Check;
import org.marksheet.grader.api.Derivatives;
import org.marksheet.grader.api.Draw;
import org.marksheet.grader.api.Picture;
import org.marksheet.grader.api.Watch;
import org.marksheet.sheet41.preference.Preferences;

/** What 4.1.4.a must do. */
public class BradleyTerryLossChecks {
    private static final double TOLERANCE = 1e-4;

    @Check(value = "4.1.4.a/worked-example", stands = "the sheet's own numbers, which a student can redo by hand")
    void theWorkedExampleHasTheLossOfTheSheet(Preferences preferences, NDManager manager) {
        // Leads of 1.5, 0 and -1.5.
        PairBatch batch = new PairBatch(new float[] {2, -.5f, 1}, new float[] {.5f, -.5f, 2.5f}, new float[3]);
        assertThatTensor(batch.lossOf(preferences, manager))
                .as("the mean of .2014, .6931 and 1.7014")
                .hasShape()
                .isNumber(.8653, TOLERANCE);
    }

    @Check("4.1.4.a/random-batch")
    void aRandomBatchHasTheLossOfAPlainLoop(Preferences preferences, NDManager manager, Draw draw) {
        PairBatch batch = PairBatch.drawn(draw);
        assertThatTensor(batch.lossOf(preferences, manager))
                .as("the loss of a batch of pairs with margins")
                .isNumber(batch.expected().loss(), TOLERANCE);
    }

    @Check("4.1.4.a/slopes")
    void theGradientPullsTheTwoApart(Preferences preferences, NDManager manager, Draw draw, Watch watch) {
        PairBatch batch = PairBatch.drawn(draw);
        double[] expected = batch.expected().gradient();
        Derivatives<NDArray> loss = watch.gradients(() -> batch.lossOf(preferences, manager));
        NDArray inChosen = loss.gradient("chosen");
        watch.show(Picture.Bars.compared(
                "The gradient in the reward of each chosen answer, by how far it is ahead before the margin is taken off",
                batch.labels(), doubles(inChosen), expected));
        assertThatTensor(inChosen).as("the gradient of a batch, in chosen,").isCloseTo(expected, TOLERANCE);
        assertThatTensor(loss.gradient("rejected"))
                .as("the gradient of a batch, in rejected,")
                .isCloseTo(Arrays.stream(expected).map(slope -> -slope).toArray(), TOLERANCE);
    }

    @Check("4.1.4.a/margin-is-data")
    void theMarginIsData(Preferences preferences, NDManager manager, Draw draw, Watch watch) {
        watch.gradients(() -> PairBatch.drawn(draw).lossOf(preferences, manager)).assertData("margin");
    }

    @Check("4.1.4.a/only-differences-count")
    void onlyDifferencesCount(Preferences preferences, NDManager manager, Draw draw) {
        PairBatch batch = PairBatch.farFromZero(draw);
        assertThatTensor(batch.lossOf(preferences, manager))
                .as("with the rewards of some pairs near 120 and of the others near -155 the loss")
                .isNumber(batch.expected().loss(), TOLERANCE);
    }

    @Check("4.1.4.a/far-apart")
    void rewardsFarApartNeitherOverflowNorUnderflow(
            Preferences preferences, NDManager manager, Draw draw, Watch watch) {
        PairBatch batch = PairBatch.farApart(draw);
        Derivatives<NDArray> loss = watch.gradients(() -> batch.lossOf(preferences, manager));
        assertThatTensor(loss.value())
                .as("with rewards that lie hundreds apart the loss")
                .isNumber(batch.expected().loss(), TOLERANCE);
        assertThatTensor(loss.gradient("chosen"))
                .as("with rewards that lie hundreds apart the gradient in chosen")
                .isCloseTo(batch.expected().gradient(), TOLERANCE);
    }

    @Check("4.1.4.a/shapes-are-compared")
    void differentShapesAreRejectedByName(Preferences preferences, NDManager manager) {
        NDArray right = manager.ones(new Shape(5));
        NDArray column = manager.ones(new Shape(5, 1));
        NDArray one = manager.ones(new Shape(1));
        new Rejection("a column of rejected rewards beside a vector of chosen ones")
                .names(() -> preferences.bradleyTerryLoss(right, column, right), new int[] {5}, new int[] {5, 1});
        new Rejection("a margin of another shape than chosen")
                .names(() -> preferences.bradleyTerryLoss(right, right, one), new int[] {5}, new int[] {1});
    }

    @Check("4.1.4.a/inputs-stay")
    void inputsStayAsTheyWere(Preferences preferences, NDManager manager, Draw draw, Watch watch) {
        PairBatch.drawn(draw).lossOf(preferences, manager);
        watch.assertInputsUnchanged();
    }

    private static double[] doubles(NDArray array) {
        float[] numbers = array.toFloatArray();
        double[] doubles = new double[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            doubles[i] = numbers[i];
        }
        return doubles;
    }
}
