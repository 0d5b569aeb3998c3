package org.marksheet.sheet41.kl.checks;

import static org.marksheet.grader.api.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.marksheet.grader.api.Check;
import org.marksheet.grader.api.Derivatives;
import org.marksheet.grader.api.Draw;
import org.marksheet.grader.api.Statistic;
import org.marksheet.grader.api.Watch;
import org.marksheet.sheet41.kl.KlEstimates;
import org.marksheet.sheet41.kl.KlPenalty;

/** What 4.1.7.b must do. */
public class KlEstimatesChecks {
    private static final double TOLERANCE = 1e-4;

    /** Right answers differ by less where policy and reference hardly do; {@code exp(x) - 1 - x} is off by 1e-8. */
    private static final double TINY = 3e-10;

    @Check(value = "4.1.7.b/worked-example", stands = "the sheet's own numbers, which a student can redo by hand")
    void theWorkedExampleHasTheNumbersOfTheSheet(KlPenalty penalty, NDManager manager) {
        KlEstimates estimates = penalty.klEstimates(
                manager.create(new float[] {-1, -.5f, -2}, new Shape(1, 3)),
                manager.create(new float[] {-1.2f, -.4f, -2.5f}, new Shape(1, 3)));
        assertThatTensor(estimates.k1()).as("k1").hasShape(1, 3).isCloseTo(new double[] {.2, -.1, .5}, TOLERANCE);
        assertThatTensor(estimates.k2()).as("k2").hasShape(1, 3).isCloseTo(new double[] {.02, .005, .125}, TOLERANCE);
        assertThatTensor(estimates.k3())
                .as("k3")
                .hasShape(1, 3)
                .isCloseTo(new double[] {.01873, .00517, .10653}, TOLERANCE);
    }

    @Check("4.1.7.b/k1")
    void k1IsTheLogRatio(KlPenalty penalty, NDManager manager, Draw draw) {
        KlBatch batch = KlBatch.drawn(draw);
        assertThatTensor(batch.estimatesOf(penalty, manager).k1())
                .as("k1 of a batch")
                .isCloseTo(batch.each(logRatio -> -logRatio), TOLERANCE);
    }

    @Check("4.1.7.b/k2")
    void k2IsHalfItsSquare(KlPenalty penalty, NDManager manager, Draw draw) {
        KlBatch batch = KlBatch.drawn(draw);
        assertThatTensor(batch.estimatesOf(penalty, manager).k2())
                .as("k2 of a batch")
                .isCloseTo(batch.each(logRatio -> logRatio * logRatio / 2), TOLERANCE);
    }

    @Check("4.1.7.b/k3-far-apart")
    void k3IsRightFarFromTheReference(KlPenalty penalty, NDManager manager, Draw draw) {
        KlBatch batch = KlBatch.drawn(draw);
        assertThatTensor(batch.estimatesOf(penalty, manager).k3())
                .as("k3 of a batch whose policy is far from the reference")
                .isCloseTo(batch.each(logRatio -> Math.expm1(logRatio) - logRatio), TOLERANCE);
    }

    @Check("4.1.7.b/k3-close-together")
    void k3KeepsItsDigitsCloseToTheReference(KlPenalty penalty, NDManager manager, Draw draw, Watch watch) {
        KlBatch batch = KlBatch.hardlyApart(draw);
        // In units of the answer's size nobody would see the difference: the diagnosis is told a finer one.
        KlEstimates estimates = watch.drawn(
                new Statistic<>(answer -> doubles(answer.k3()), TINY), () -> batch.estimatesOf(penalty, manager));
        double[] expected = batch.each(logRatio -> Math.expm1(logRatio) - logRatio);
        double[] relative = doubles(estimates.k3());
        assertThatTensor(estimates.k3()).as("k3").hasShape(2, 6);
        float[] shares = new float[relative.length];
        double[] ones = new double[relative.length];
        for (int i = 0; i < relative.length; i++) {
            shares[i] = (float) (relative[i] / expected[i]);
            ones[i] = 1;
        }
        assertThatTensor(manager.create(shares))
                .as("k3 for log-ratios of 1e-4 to 3e-4, divided by what it should be,")
                .isCloseTo(ones, .02);
    }

    @Check("4.1.7.b/slopes")
    void allThreeHaveTheSlopesOfAPlainLoop(KlPenalty penalty, NDManager manager, Draw draw, Watch watch) {
        KlBatch batch = KlBatch.drawn(draw);
        Derivatives<KlEstimates> estimates = backFromAll(batch, penalty, manager, watch);
        // d/d logProbs of 2 k1 + 3 k2 + 4 k3 is 2 - 3 logr - 4 (e^logr - 1).
        assertThatTensor(estimates.gradient("logProbs"))
                .as("the gradient of 2*k1 + 3*k2 + 4*k3 in logProbs")
                .isCloseTo(batch.each(logRatio -> 2 - 3 * logRatio - 4 * Math.expm1(logRatio)), TOLERANCE);
    }

    @Check("4.1.7.b/reference-is-data")
    void theReferenceIsData(KlPenalty penalty, NDManager manager, Draw draw, Watch watch) {
        backFromAll(KlBatch.drawn(draw), penalty, manager, watch).assertData("refLogProbs");
    }

    @Check("4.1.7.b/shapes-are-compared")
    void differentShapesAreRejectedByName(KlPenalty penalty, NDManager manager) {
        NDArray right = manager.ones(new Shape(3, 7));
        NDArray wrong = manager.ones(new Shape(3, 1));
        new Rejection("refLogProbs of another shape than logProbs")
                .names(() -> penalty.klEstimates(right, wrong), new int[] {3, 7}, new int[] {3, 1});
    }

    @Check("4.1.7.b/inputs-stay")
    void inputsStayAsTheyWere(KlPenalty penalty, NDManager manager, Draw draw, Watch watch) {
        KlBatch.drawn(draw).estimatesOf(penalty, manager);
        watch.assertInputsUnchanged();
    }

    private static Derivatives<KlEstimates> backFromAll(
            KlBatch batch, KlPenalty penalty, NDManager manager, Watch watch) {
        NDArray ones = batch.responses().tensor(manager, batch.logProbs()).onesLike();
        return watch.gradients(
                Map.of("k1", ones.mul(2), "k2", ones.mul(3), "k3", ones.mul(4)),
                () -> batch.estimatesOf(penalty, manager));
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
