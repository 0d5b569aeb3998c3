package org.marksheet.sheet41.generation;

import static org.marksheet.sheet41.selfcheck.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import org.marksheet.sheet41.selfcheck.SelfCheck;
import org.marksheet.sheet41.selfcheck.Tensors;

/** Self-checks of TODO 4.1.2.b; the end-of-sequence token is 2. */
class MinNewTokensTest {
    private static final double GONE = Double.NEGATIVE_INFINITY;

    @SelfCheck(
            value = "4.1.2.b",
            hint = "With 2 of 3 tokens the response is too short: the logit of eosId becomes -inf in every row (0 is a logit"
                    + " like any other), the others stay.")
    void theEndIsRemovedWhileTooShort(Sampling sampling, Tensors given) {
        NDArray logits = given.matrix("2 1 0.5 -1", "1 -2 3 0");
        assertThatTensor(sampling.minNewTokens(logits, 2, 3, 2)).as("The result").is(2, 1, GONE, -1, 1, -2, GONE, 0);
    }

    @SelfCheck(value = "4.1.2.b", hint = "newTokens counts those that exist already. With 3 of 3 the response may end.")
    void fromTheMinimumOnItIsAllowed(Sampling sampling, Tensors given) {
        NDArray logits = given.matrix("2 1 0.5 -1", "1 -2 3 0");
        assertThatTensor(sampling.minNewTokens(logits, 3, 3, 2)).as("The result").is(2, 1, .5, -1, 1, -2, 3, 0);
        assertThatTensor(sampling.minNewTokens(logits, 0, 0, 2)).as("The result").is(2, 1, .5, -1, 1, -2, 3, 0);
    }

    @SelfCheck(value = "4.1.2.b", hint = "Writing -inf into logits changes the caller's tensor: write into a new one.")
    void theCallersLogitsStay(Sampling sampling, Tensors given) {
        NDArray logits = given.matrix("2 1 0.5 -1");
        sampling.minNewTokens(logits, 0, 3, 2);
        assertThatTensor(logits).as("The caller's tensor after the call").is(2, 1, .5, -1);
    }
}
