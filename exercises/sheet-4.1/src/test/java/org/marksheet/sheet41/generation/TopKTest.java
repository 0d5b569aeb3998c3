package org.marksheet.sheet41.generation;

import static org.marksheet.sheet41.selfcheck.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import org.marksheet.sheet41.selfcheck.Refusal;
import org.marksheet.sheet41.selfcheck.SelfCheck;
import org.marksheet.sheet41.selfcheck.Tensors;

/** Self-checks of TODO 4.1.2.c. */
class TopKTest {
    private static final double GONE = Double.NEGATIVE_INFINITY;

    @SelfCheck(
            value = "4.1.2.c",
            hint = "Each row has its own kth largest logit. What is smaller becomes -inf, what stays stays where it is.")
    void theLargestOfEachRowStay(Sampling sampling, Tensors given) {
        NDArray logits = given.matrix("1 -1 2 0", "7 8 5 6");
        assertThatTensor(sampling.topK(logits, 2)).as("With k = 2, the result").is(1, GONE, 2, GONE, 7, 8, GONE, GONE);
    }

    @SelfCheck(value = "4.1.2.c", hint = "Remove what is smaller than the kth largest, not what comes after it in the sorted order.")
    void tiesStay(Sampling sampling, Tensors given) {
        NDArray logits = given.matrix("1 3 1 0 1");
        assertThatTensor(sampling.topK(logits, 2)).as("With k = 2, the result").is(1, 3, 1, GONE, 1);
    }

    @SelfCheck(value = "4.1.2.c", hint = "0 means that the filter is off; so does a k of V and more.")
    void offIsOff(Sampling sampling, Tensors given) {
        NDArray logits = given.matrix("1 -1 2 0");
        assertThatTensor(sampling.topK(logits, 0)).as("With k = 0, the result").is(1, -1, 2, 0);
        assertThatTensor(sampling.topK(logits, 4)).as("With k = 4, the result").is(1, -1, 2, 0);
        assertThatTensor(sampling.topK(logits, 50)).as("With k = 50, the result").is(1, -1, 2, 0);
    }

    @SelfCheck(value = "4.1.2.c", hint = "A negative k is a mistake of the caller: say so.")
    void aNegativeKIsRefused(Sampling sampling, Tensors given) {
        NDArray logits = given.matrix("1 -1 2 0");
        Refusal.of(() -> sampling.topK(logits, -1), "k");
    }
}
