package org.marksheet.sheet41.policygradient;

import static org.marksheet.sheet41.selfcheck.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import org.marksheet.sheet41.selfcheck.Refusal;
import org.marksheet.sheet41.selfcheck.SelfCheck;
import org.marksheet.sheet41.selfcheck.Slopes;
import org.marksheet.sheet41.selfcheck.Tensors;

/** Self-checks of TODO 4.1.6.a, on rewards of 1, 2 and 6. */
class BaselineTest {
    @SelfCheck(
            value = "4.1.6.a",
            hint = "Leave the own reward out: (sum - reward) / (B - 1), another number for each response.")
    void eachResponseIsComparedWithTheOthers(PolicyGradient gradient, Tensors given) {
        assertThatTensor(gradient.baseline(given.vector(1, 2, 6))).as("The baseline").is(4, 3.5, 1.5);
    }

    @SelfCheck(value = "4.1.6.a", hint = "In a batch of two each has the other's reward as its baseline, whatever its sign.")
    void ofTwoEachHasTheOthers(PolicyGradient gradient, Tensors given) {
        assertThatTensor(gradient.baseline(given.vector(-3, .5))).as("The baseline").is(.5, -3);
    }

    @SelfCheck(value = "4.1.6.a", hint = "With no others there is nothing to compare with: 0, and not 0/0.")
    void aBatchOfOneHasTheBaselineZero(PolicyGradient gradient, Tensors given) {
        assertThatTensor(gradient.baseline(given.vector(7))).as("The baseline").is(0);
    }

    @SelfCheck(value = "4.1.6.a", hint = "Rewards are data for everything that comes later: detach them.")
    void noGradientFlowsBack(PolicyGradient gradient, Tensors given) {
        NDArray rewards = given.vector(1, 2, 6);
        NDArray other = given.vector(1, 2, 3);
        Slopes.of(() -> gradient.baseline(rewards).mul(other).sum(), rewards, other);
        assertThatTensor(Slopes.in(rewards)).as("The gradient in rewards").is(0, 0, 0);
    }

    @SelfCheck(value = "4.1.6.a", hint = "There is one reward for each response: [B], one dimension.")
    void wrongArgumentsAreRefused(PolicyGradient gradient, Tensors given) {
        Refusal.of(() -> gradient.baseline(given.matrix("1 2 6", "1 2 6")), "2, 3");
    }
}
