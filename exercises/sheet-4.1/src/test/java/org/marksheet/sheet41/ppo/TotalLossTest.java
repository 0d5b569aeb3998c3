package org.marksheet.sheet41.ppo;

import static org.marksheet.sheet41.selfcheck.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import org.marksheet.sheet41.selfcheck.Refusal;
import org.marksheet.sheet41.selfcheck.SelfCheck;
import org.marksheet.sheet41.selfcheck.Slopes;
import org.marksheet.sheet41.selfcheck.Tensors;

/** Self-checks of TODO 4.1.9.d: .4 + .1 * 1.5 - .01 * 2 = .53. */
class TotalLossTest {
    @SelfCheck(
            value = "4.1.9.d",
            hint = "The loss is minimised and the entropy should grow, so it is taken off. The half of the value loss is"
                    + " already in it.")
    void theThreePartsAreAddedUp(PpoObjective objective, Tensors given) {
        NDArray total = objective.totalLoss(given.scalar(.4), given.scalar(1.5), given.scalar(2), .1f, .01f);
        assertThatTensor(total).as("The total").is(.53);
    }

    @SelfCheck(
            value = "4.1.9.d",
            hint = "Stay with tensors: toFloat or getFloat gives a Java number, and the gradient ends there.")
    void theGradientReachesAllThreeParts(PpoObjective objective, Tensors given) {
        NDArray policy = given.scalar(.4);
        NDArray value = given.scalar(1.5);
        NDArray entropy = given.scalar(2);
        Slopes.of(() -> objective.totalLoss(policy, value, entropy, .1f, .01f), policy, value, entropy);
        assertThatTensor(Slopes.in(policy)).as("The gradient in policyLoss").is(1);
        assertThatTensor(Slopes.in(value)).as("The gradient in valueLoss").is(.1);
        assertThatTensor(Slopes.in(entropy)).as("The gradient in entropy").is(-.01);
    }

    @SelfCheck(
            value = "4.1.9.d",
            hint = "A tensor of two numbers is no loss: somebody forgot to average. Say so with its shape.")
    void onlyScalarsAreAccepted(PpoObjective objective, Tensors given) {
        NDArray two = given.matrix("0.3 0.5");
        Refusal.of(() -> objective.totalLoss(two, given.scalar(1.5), given.scalar(2), .1f, .01f), "1, 2");
    }
}
