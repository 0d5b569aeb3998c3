package org.marksheet.sheet41.advantages;

import static org.marksheet.sheet41.selfcheck.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import org.marksheet.sheet41.selfcheck.Refusal;
import org.marksheet.sheet41.selfcheck.SelfCheck;
import org.marksheet.sheet41.selfcheck.Slopes;
import org.marksheet.sheet41.selfcheck.Tensors;

/** Self-checks of TODO 4.1.8.b, on the advantages of gamma .9 and lambda .8. */
class ReturnsTest {
    @SelfCheck(
            value = "4.1.8.b",
            hint = "An advantage says by how much the value was too low: add the two, as they are and not whitened.")
    void theyAreWhatTheValuesShouldHaveBeen(AdvantageEstimation estimation, Tensors given) {
        NDArray returns = estimation.returns(
                given.matrix("0.8456 -2.02 4"), given.matrix("0.5 2 -1"), given.mask("111"));
        assertThatTensor(returns).as("The result of returns").is(1.3456, -.02, 3);
    }

    @SelfCheck(value = "4.1.8.b", hint = "Replace padding with 0 by a condition: NaN * 0 is NaN.")
    void paddingIsZero(AdvantageEstimation estimation, Tensors given) {
        NDArray returns = estimation.returns(
                given.matrix("0.8456 -2.02", "2.5 0"), given.matrix("0.5 2", "1.5 NaN"), given.mask("11", "10"));
        assertThatTensor(returns).as("The result of returns").is(1.3456, -.02, 4, 0);
    }

    @SelfCheck(value = "4.1.8.b", hint = "Returns are what the values are trained towards, so they are data: detach both.")
    void noGradientFlowsBack(AdvantageEstimation estimation, Tensors given) {
        NDArray advantages = given.matrix("0.8456 -2.02");
        NDArray values = given.matrix("0.5 2");
        NDArray other = given.matrix("1 2");
        Slopes.of(
                () -> estimation.returns(advantages, values, given.mask("11")).mul(other).sum(),
                advantages, values, other);
        assertThatTensor(Slopes.in(advantages)).as("The gradient in advantages").is(0, 0);
        assertThatTensor(Slopes.in(values)).as("The gradient in values").is(0, 0);
    }

    @SelfCheck(value = "4.1.8.b", hint = "Compare the shapes first, before DJL broadcasts.")
    void wrongArgumentsAreRefused(AdvantageEstimation estimation, Tensors given) {
        NDArray advantages = given.matrix("0.8456 -2.02");
        Refusal.of(() -> estimation.returns(advantages, given.matrix("1"), given.mask("11")), "1, 2", "1, 1");
        Refusal.of(() -> estimation.returns(advantages, advantages, given.mask("1")), "1, 2", "1, 1");
    }
}
