package org.marksheet.sheet41.kl;

import static org.marksheet.sheet41.selfcheck.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import org.marksheet.sheet41.selfcheck.Refusal;
import org.marksheet.sheet41.selfcheck.SelfCheck;
import org.marksheet.sheet41.selfcheck.Tensors;

/** Self-checks of TODO 4.1.7.c, on the running example of the sheet: k1 = .2, -.1, .5, which sum to .6. */
class SequenceKlTest {
    @SelfCheck(
            value = "4.1.7.c",
            hint = "Sum k1 = logProbs - refLogProbs over the tokens of a response, then average over the responses.")
    void theSheetsExampleComesToSixTenths(KlPenalty penalty, Tensors given) {
        float kl = penalty.sequenceKl(given.matrix("-1 -0.5 -2"), given.matrix("-1.2 -0.4 -2.5"), given.mask("111"));
        assertThatTensor(given.scalar(kl)).as("The divergence").is(.6);
    }

    @SelfCheck(
            value = "4.1.7.c",
            hint = "Replace padding before you sum (NaN * 0 is NaN), and divide by the number of responses, not of"
                    + " tokens.")
    void paddingHasNoEffect(KlPenalty penalty, Tensors given) {
        NDArray logProbs = given.matrix("-1 -0.5 -2", "-0.3 NaN -1");
        NDArray reference = given.matrix("-1.2 -0.4 -2.5", "-1.7 -1 Infinity");
        // (.6 + 1.4) / 2
        float kl = penalty.sequenceKl(logProbs, reference, given.mask("111", "100"));
        assertThatTensor(given.scalar(kl)).as("The divergence of two responses").is(1);
    }

    @SelfCheck(
            value = "4.1.7.c",
            hint = "An empty response has the sum 0 and counts as a response; and a negative average is reported as it is:"
                    + " it says that something is wrong.")
    void emptyResponsesAndNegativeSumsCount(KlPenalty penalty, Tensors given) {
        NDArray logProbs = given.matrix("-1 -0.5", "-1 -1");
        NDArray reference = given.matrix("-0.2 -0.4", "-3 -3");
        float kl = penalty.sequenceKl(logProbs, reference, given.mask("11", "00"));
        assertThatTensor(given.scalar(kl)).as("The divergence").is(-.45);
    }

    @SelfCheck(value = "4.1.7.c", hint = "Compare the shapes first, before DJL broadcasts.")
    void wrongArgumentsAreRefused(KlPenalty penalty, Tensors given) {
        NDArray logProbs = given.matrix("-1 -0.5 -2");
        Refusal.of(() -> penalty.sequenceKl(logProbs, given.matrix("-1"), given.mask("111")), "1, 3", "1, 1");
    }
}
