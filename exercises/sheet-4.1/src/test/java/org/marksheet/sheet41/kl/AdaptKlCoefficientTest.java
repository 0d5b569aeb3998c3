package org.marksheet.sheet41.kl;

import static org.marksheet.sheet41.selfcheck.TensorAssert.assertThatTensor;

import org.marksheet.sheet41.selfcheck.SelfCheck;
import org.marksheet.sheet41.selfcheck.Tensors;

/** Self-checks of TODO 4.1.7.e: beta 20, target 6, batches of 256, horizon 1000, so that a full step is 1.024. */
class AdaptKlCoefficientTest {
    private static double after(KlPenalty penalty, double kl) {
        return penalty.adaptKlCoefficient(20, kl, 6, 256, 1000);
    }

    @SelfCheck(
            value = "4.1.7.e",
            hint = "The relative error kl / target - 1 is .1 here: the coefficient grows by a share of .1 * episodes /"
                    + " horizon.")
    void aDivergenceAboveTheTargetRaisesIt(KlPenalty penalty, Tensors given) {
        assertThatTensor(given.scalar(after(penalty, 6.6))).as("The coefficient after 6.6 nats").is(20.512);
        assertThatTensor(given.scalar(after(penalty, 5.4))).as("The coefficient after 5.4 nats").is(19.488);
    }

    @SelfCheck(value = "4.1.7.e", hint = "The relative error is clipped to -.2 .. .2, on both sides, before anything else.")
    void oneStepIsBounded(KlPenalty penalty, Tensors given) {
        assertThatTensor(given.scalar(after(penalty, 12))).as("The coefficient after 12 nats").is(21.024);
        assertThatTensor(given.scalar(after(penalty, 0))).as("The coefficient after 0 nats").is(18.976);
    }

    @SelfCheck(value = "4.1.7.e", hint = "On target nothing changes.")
    void onTargetItStays(KlPenalty penalty, Tensors given) {
        assertThatTensor(given.scalar(after(penalty, 6))).as("The coefficient after 6 nats").is(20);
    }
}
