package org.marksheet.sheet41.kl;

import static org.marksheet.sheet41.selfcheck.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.marksheet.sheet41.selfcheck.Refusal;
import org.marksheet.sheet41.selfcheck.SelfCheck;
import org.marksheet.sheet41.selfcheck.Slopes;
import org.marksheet.sheet41.selfcheck.Tensors;

/**
 * Self-checks of TODO 4.1.7.a.
 *
 * <p>A prompt of one token and a response of two, over a vocabulary of three. The logits are logarithms of
 * probabilities, so at temperature 1 the softmax gives those back: .5 .3 .2 for the first response token, .1 .2 .7
 * for the second.
 */
class TokenLogProbsTest {
    private static NDArray logits(Tensors given) {
        return given.matrix("0.5 0.3 0.2", "0.1 0.2 0.7", "0.6 0.3 0.1").log().add(2).reshape(1, 3, 3);
    }

    private static NDArray ids(Tensors given, long... ids) {
        return given.manager().create(ids, new Shape(1, ids.length));
    }

    @SelfCheck(
            value = "4.1.7.a",
            hint = "Logits at a place predict the token after it: the first response token, at place start, is"
                    + " predicted at start - 1. Normalise with logSoftmax over the vocabulary, then gather the ids.")
    void eachTokenIsPredictedOnePlaceEarlier(KlPenalty penalty, Tensors given) {
        NDArray logProbs = penalty.tokenLogProbs(logits(given), ids(given, 1, 2), 1, 1);
        // log .3, log .7
        assertThatTensor(logProbs).as("The log-probabilities").is(-1.20397, -.35667);
    }

    @SelfCheck(
            value = "4.1.7.a",
            hint = "Divide the logits by the temperature before logSoftmax, not the result after it.")
    void theTemperatureDividesTheLogits(KlPenalty penalty, Tensors given) {
        NDArray logProbs = penalty.tokenLogProbs(logits(given), ids(given, 1, 2), 1, .5f);
        // Temperature 1/2 squares the probabilities: .09/.38, .49/.54
        assertThatTensor(logProbs).as("The log-probabilities at temperature .5").is(-1.44036, -.09716);
    }

    @SelfCheck(
            value = "4.1.7.a",
            hint = "Use logSoftmax: the logarithm of a softmax is -inf where the probability rounds to 0, and exp of a"
                    + " large logit is infinite.")
    void largeLogitsAreNoProblem(KlPenalty penalty, Tensors given) {
        NDArray logits = given.matrix("200 0 0", "0 200 0").reshape(1, 2, 3);
        assertThatTensor(penalty.tokenLogProbs(logits, ids(given, 1, 1), 1, 1)).as("The log-probabilities").is(-200, 0);
    }

    @SelfCheck(
            value = "4.1.7.a",
            hint = "The gradient of a token's log-probability is onehot - p, at the place that predicts it, and 0"
                    + " elsewhere. Copies and casts cut the graph.")
    void theGradientReachesTheLogits(KlPenalty penalty, Tensors given) {
        NDArray logits = logits(given);
        Slopes.of(() -> penalty.tokenLogProbs(logits, ids(given, 2), 2, 1).sum(), logits);
        assertThatTensor(Slopes.in(logits)).as("The gradient in logits").is(0, 0, 0, -.1, -.2, .3, 0, 0, 0);
    }

    @SelfCheck(
            value = "4.1.7.a",
            hint = "Compare first: start is at least 1, start + T is at most S + 1, the temperature is positive.")
    void wrongArgumentsAreRefused(KlPenalty penalty, Tensors given) {
        NDArray logits = logits(given);
        Refusal.of(() -> penalty.tokenLogProbs(logits, ids(given, 0, 1), 3, 1), "1, 3, 3", "1, 2");
        Refusal.of(() -> penalty.tokenLogProbs(logits, ids(given, 0), 1, 0), "temperature");
    }
}
