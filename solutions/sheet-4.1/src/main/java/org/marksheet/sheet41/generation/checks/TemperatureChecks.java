package org.marksheet.sheet41.generation.checks;

import static org.marksheet.grader.api.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.marksheet.grader.api.Check;
import org.marksheet.grader.api.Draw;
import org.marksheet.grader.api.Watch;
import org.marksheet.sheet41.generation.Sampling;

/** What 4.1.2.a must do. */
public class TemperatureChecks {
    private static final double TOLERANCE = 1e-5;

    @Check(value = "4.1.2.a/logits-are-divided", stands = "the method's one formula")
    void logitsAreDividedByTau(Sampling sampling, NDManager manager, Draw draw) {
        LogitRows rows = LogitRows.drawn(draw);
        for (float tau : new float[] {draw.between(1.6f, 2.5f), draw.between(.3f, .7f)}) {
            double[] expected = rows.numbers();
            for (int i = 0; i < expected.length; i++) {
                expected[i] /= tau;
            }
            assertThatTensor(sampling.temperature(rows.tensor(manager), tau))
                    .as("the result for tau " + tau)
                    .isCloseTo(expected, TOLERANCE);
        }
    }

    @Check(value = "4.1.2.a/removed-stays-removed", stands = "steps may come in any order")
    void aRemovedTokenStaysRemoved(Sampling sampling, NDManager manager, Draw draw) {
        float tau = draw.between(1.5f, 2.5f);
        NDArray logits = LogitRows.drawn(draw).topK(3).tensor(manager);
        double[] expected = new LogitRows(new float[][] {logits.toFloatArray()}).numbers();
        for (int i = 0; i < expected.length; i++) {
            expected[i] /= tau;
        }
        assertThatTensor(sampling.temperature(logits, tau)).as("the result for logits of which some are -inf").isCloseTo(expected, TOLERANCE);
    }

    @Check("4.1.2.a/zero-leaves-them")
    void zeroReturnsTheLogitsAsTheyAre(Sampling sampling, NDManager manager, Draw draw) {
        LogitRows rows = LogitRows.drawn(draw);
        assertThatTensor(sampling.temperature(rows.tensor(manager), 0))
                .as("with tau 0, which is the affair of sample, the result")
                .isCloseTo(rows.numbers(), 0);
    }

    @Check("4.1.2.a/negative-is-rejected")
    void aNegativeTemperatureIsRejected(Sampling sampling, NDManager manager, Draw draw) {
        NDArray logits = LogitRows.drawn(draw).tensor(manager);
        Refused.naming("tau = -0.5", () -> sampling.temperature(logits, -.5f), "temperature", "tau", "-0.5");
    }

    @Check("4.1.2.a/no-number-is-rejected")
    void aTemperatureThatIsNoNumberIsRejected(Sampling sampling, NDManager manager, Draw draw) {
        NDArray logits = LogitRows.drawn(draw).tensor(manager);
        Refused.naming("tau = NaN", () -> sampling.temperature(logits, Float.NaN), "temperature", "tau", "NaN");
    }

    @Check("4.1.2.a/inputs-stay")
    void inputsStayAsTheyWere(Sampling sampling, NDManager manager, Draw draw, Watch watch) {
        sampling.temperature(LogitRows.drawn(draw).tensor(manager), 2.5f);
        watch.assertInputsUnchanged();
    }
}
