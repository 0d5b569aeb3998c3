package org.marksheet.sheet41.kl;

import static org.marksheet.sheet41.selfcheck.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import org.marksheet.sheet41.selfcheck.Refusal;
import org.marksheet.sheet41.selfcheck.SelfCheck;
import org.marksheet.sheet41.selfcheck.Slopes;
import org.marksheet.sheet41.selfcheck.Tensors;

/** Self-checks of TODO 4.1.7.b, on the running example of the sheet: log-ratios -.2, .1, -.5. */
class KlEstimatesTest {
    private static NDArray logProbs(Tensors given) {
        return given.matrix("-1 -0.5 -2");
    }

    private static NDArray refLogProbs(Tensors given) {
        return given.matrix("-1.2 -0.4 -2.5");
    }

    @SelfCheck(
            value = "4.1.7.b",
            hint = "k1 is logProbs - refLogProbs, and may be negative; k2 is half the square; k3 is e^x - 1 - x with"
                    + " x = refLogProbs - logProbs.")
    void theSheetsExampleHasItsNumbers(KlPenalty penalty, Tensors given) {
        KlEstimates estimates = penalty.klEstimates(logProbs(given), refLogProbs(given));
        assertThatTensor(estimates.k1()).as("k1").is(.2, -.1, .5);
        assertThatTensor(estimates.k2()).as("k2").is(.02, .005, .125);
        assertThatTensor(estimates.k3()).as("k3").is(.01873, .00517, .10653);
    }

    @SelfCheck(
            value = "4.1.7.b",
            hint = "Far from the reference the direction of the difference matters: x = refLogProbs - logProbs in k3, so"
                    + " that a token which the reference likes more makes it large.")
    void k3IsRightFarFromTheReference(KlPenalty penalty, Tensors given) {
        KlEstimates estimates = penalty.klEstimates(given.matrix("-2 -0.5"), given.matrix("-0.5 -2"));
        // e^1.5 - 2.5, e^-1.5 + .5
        assertThatTensor(estimates.k3()).as("k3").is(1.98169, .72313);
    }

    @SelfCheck(
            value = "4.1.7.b",
            hint = "exp(x) - 1 - x loses its digits where x is small: use Elementwise.expm1(x) - x.")
    void k3KeepsItsDigitsCloseToTheReference(KlPenalty penalty, Tensors given) {
        NDArray k3 = penalty.klEstimates(given.matrix("-2e-4 -1e-4 -1e-4"), given.matrix("-1e-4 -2e-4 -3e-4")).k3();
        // Half the squares of 1e-4, -1e-4, -2e-4, a hair more or less.
        assertThatTensor(k3.mul(1e6)).as("A million times k3").is(.005, .005, .02);
    }

    @SelfCheck(
            value = "4.1.7.b",
            hint = "The gradient flows through logProbs: 1 for k1, -x for k2, 1 - e^x for k3. The reference is data:"
                    + " detach it.")
    void theGradientReachesTheLogProbsOnly(KlPenalty penalty, Tensors given) {
        NDArray logProbs = logProbs(given);
        NDArray reference = refLogProbs(given);
        Slopes.of(
                () -> {
                    KlEstimates estimates = penalty.klEstimates(logProbs, reference);
                    return estimates.k1().add(estimates.k2()).add(estimates.k3()).sum();
                },
                logProbs,
                reference);
        assertThatTensor(Slopes.in(logProbs))
                .as("The gradient of k1 + k2 + k3 in logProbs")
                .is(1.38127, .79483, 1.89347);
        assertThatTensor(Slopes.in(reference)).as("The gradient in refLogProbs").is(0, 0, 0);
    }

    @SelfCheck(value = "4.1.7.b", hint = "Compare the shapes first, before DJL broadcasts.")
    void wrongArgumentsAreRefused(KlPenalty penalty, Tensors given) {
        Refusal.of(() -> penalty.klEstimates(logProbs(given), given.matrix("-1")), "1, 3", "1, 1");
    }
}
