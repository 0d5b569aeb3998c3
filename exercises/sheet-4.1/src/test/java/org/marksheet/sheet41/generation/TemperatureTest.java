package org.marksheet.sheet41.generation;

import static org.marksheet.sheet41.selfcheck.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import org.marksheet.sheet41.selfcheck.Refusal;
import org.marksheet.sheet41.selfcheck.SelfCheck;
import org.marksheet.sheet41.selfcheck.Tensors;

/** Self-checks of TODO 4.1.2.a. */
class TemperatureTest {
    @SelfCheck(
            value = "4.1.2.a",
            hint = "Logits are divided by tau. They stay logits: softmax comes later, when a token is drawn.")
    void logitsAreDivided(Sampling sampling, Tensors given) {
        NDArray logits = given.matrix("2 1 0 -1", "0.5 -3 4 1");
        assertThatTensor(sampling.temperature(logits, 2)).as("The result").is(1, .5, 0, -.5, .25, -1.5, 2, .5);
        assertThatTensor(sampling.temperature(logits, .5f)).as("The result").is(4, 2, 0, -2, 1, -6, 8, 2);
    }

    @SelfCheck(value = "4.1.2.a", hint = "Tau 0 means greedy, which is the affair of sample: return the logits as they are.")
    void zeroLeavesThemAsTheyAre(Sampling sampling, Tensors given) {
        assertThatTensor(sampling.temperature(given.matrix("2 1 0 -1"), 0)).as("The result").is(2, 1, 0, -1);
    }

    @SelfCheck(
            value = "4.1.2.a",
            hint = "Reject what is not 0 or more. Mind that every comparison with NaN is false: which way round do you ask?")
    void wrongTemperaturesAreRefused(Sampling sampling, Tensors given) {
        NDArray logits = given.matrix("2 1 0 -1");
        Refusal.of(() -> sampling.temperature(logits, -1));
        Refusal.of(() -> sampling.temperature(logits, Float.NaN));
    }

    @SelfCheck(value = "4.1.2.a", hint = "divi works in place, on the caller's tensor; div makes a new one.")
    void theCallersLogitsStay(Sampling sampling, Tensors given) {
        NDArray logits = given.matrix("2 1 0 -1");
        sampling.temperature(logits, 2);
        assertThatTensor(logits).as("The caller's tensor after the call").is(2, 1, 0, -1);
    }
}
