package org.marksheet.sheet41.generation;

import static org.marksheet.sheet41.selfcheck.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import org.marksheet.sheet41.selfcheck.Refusal;
import org.marksheet.sheet41.selfcheck.SelfCheck;
import org.marksheet.sheet41.selfcheck.Tensors;

/**
 * Self-checks of TODO 4.1.2.d, on the example of the sheet.
 *
 * <p>Logits 2 1 0 -1 have the probabilities .6439 .2369 .0871 .0321; the sums are .6439 .8808 .9679 1.
 */
class TopPTest {
    private static final double GONE = Double.NEGATIVE_INFINITY;

    @SelfCheck(
            value = "4.1.2.d",
            hint = "Add up probabilities (softmax first) from the likeliest down. The token with which the sum reaches p"
                    + " still belongs to the set. Then find the way back to the vocabulary's order.")
    void theSmallestSetThatReachesPStays(Sampling sampling, Tensors given) {
        NDArray logits = given.matrix("0 2 -1 1", "1 -1 0 2");
        assertThatTensor(sampling.topP(logits, .8f))
                .as("With p = .8, the result")
                .is(GONE, 2, GONE, 1, 1, GONE, GONE, 2);
        assertThatTensor(sampling.topP(logits, .9f))
                .as("With p = .9, the result")
                .is(0, 2, GONE, 1, 1, GONE, 0, 2);
    }

    @SelfCheck(value = "4.1.2.d", hint = "However small p is, the likeliest token crosses it and stays.")
    void oneTokenAlwaysStays(Sampling sampling, Tensors given) {
        NDArray logits = given.matrix("0 2 -1 1");
        assertThatTensor(sampling.topP(logits, .1f)).as("With p = .1, the result").is(GONE, 2, GONE, GONE);
    }

    @SelfCheck(
            value = "4.1.2.d",
            hint = "Four tokens with .25 each: for .6 three are needed, and of equals the lower ids come first. A comparison"
                    + " with a smallest allowed probability cannot tell them apart.")
    void equalsCountInTheOrderOfIds(Sampling sampling, Tensors given) {
        NDArray logits = given.matrix("3 3 3 3");
        assertThatTensor(sampling.topP(logits, .6f)).as("With p = .6, the result").is(3, 3, 3, GONE);
    }

    @SelfCheck(value = "4.1.2.d", hint = "1 is off, whatever rounding makes of the sum; 0 and more than 1 are mistakes of the caller.")
    void theEndsOfTheRange(Sampling sampling, Tensors given) {
        NDArray logits = given.matrix("40 2 -1 1");
        assertThatTensor(sampling.topP(logits, 1)).as("With p = 1, the result").is(40, 2, -1, 1);
        Refusal.of(() -> sampling.topP(logits, 0), "p");
        Refusal.of(() -> sampling.topP(logits, 1.5f), "p");
    }
}
