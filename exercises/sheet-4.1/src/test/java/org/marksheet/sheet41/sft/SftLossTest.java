package org.marksheet.sheet41.sft;

import static org.marksheet.sheet41.selfcheck.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import org.marksheet.sheet41.selfcheck.Refusal;
import org.marksheet.sheet41.selfcheck.SelfCheck;
import org.marksheet.sheet41.selfcheck.Slopes;
import org.marksheet.sheet41.selfcheck.Tensors;

/**
 * Self-checks of TODO 4.1.1.b, over a vocabulary of three.
 *
 * <p>The logits are logarithms of probabilities, with a 2 added, so softmax gives the probabilities back.
 */
class SftLossTest {
    private static final String NO_NUMBER = "NaN NaN Infinity";

    /** A row of four tokens: after the second one, token 1 has probability .3; after the third, token 2 has .7. */
    private static NDArray logits(Tensors given) {
        return sequences(given, 1, "0.6 0.3 0.1", "0.5 0.3 0.2", "0.1 0.2 0.7", "0.2 0.6 0.2");
    }

    private static NDArray sequences(Tensors given, int rows, String... probabilities) {
        return given.matrix(probabilities).log().add(2).reshape(rows, probabilities.length / rows, 3);
    }

    @SelfCheck(
            value = "4.1.1.b",
            hint = "Logits at a place predict the token after it: put logits[:, :-1] beside labels[:, 1:]. What is ignored"
                    + " is said by the shifted labels, too.")
    void eachTokenIsPredictedOnePlaceEarlier(SftObjective objective, Tensors given) {
        // (-log .3 - log .7) / 2
        assertThatTensor(objective.sftLoss(logits(given), given.ids("-100 -100 1 2"))).as("The loss").is(.78032);
    }

    @SelfCheck(
            value = "4.1.1.b",
            hint = "Add up over the whole batch, then divide by the number of labels that count: not by all places, and not"
                    + " row by row.")
    void theMeanIsOverAllLabelsOfTheBatch(SftObjective objective, Tensors given) {
        NDArray logits = sequences(
                given, 2,
                "0.6 0.3 0.1", "0.5 0.3 0.2", "0.1 0.2 0.7", "0.2 0.6 0.2",
                "0.6 0.3 0.1", "0.5 0.3 0.2", "0.1 0.2 0.7", "0.2 0.6 0.2");
        // One label with probability .1, three with .6, .3, .7
        assertThatTensor(objective.sftLoss(logits, given.ids("-100 -100 -100 0", "-100 0 1 2")))
                .as("The loss of two rows")
                .is(1.09351);
    }

    @SelfCheck(
            value = "4.1.1.b",
            hint = "Use logSoftmax: the logarithm of a softmax is -inf where the probability rounds to 0.")
    void anUnlikelyTokenCostsMuchAndNotInfinitelyMuch(SftObjective objective, Tensors given) {
        NDArray logits = given.matrix("0 200 0", "0 0 0").reshape(1, 2, 3);
        assertThatTensor(objective.sftLoss(logits, given.ids("-100 2"))).as("The loss").is(200);
    }

    @SelfCheck(
            value = "4.1.1.b",
            hint = "The gradient is p - onehot where a label is predicted, divided by the number of labels, and 0 elsewhere."
                    + " Replace logits that predict no label BEFORE logSoftmax: 0 * NaN is NaN, in gradients as well.")
    void theGradientReachesOnlyLogitsThatPredictALabel(SftObjective objective, Tensors given) {
        NDArray logits = sequences(given, 1, NO_NUMBER, "0.5 0.3 0.2", "0.1 0.2 0.7", NO_NUMBER);
        NDArray labels = given.ids("-100 -100 1 2");
        assertThatTensor(objective.sftLoss(logits, labels)).as("The loss").is(.78032);
        Slopes.of(() -> objective.sftLoss(logits, labels), logits);
        assertThatTensor(Slopes.in(logits))
                .as("The gradient in logits")
                .is(0, 0, 0, .25, -.35, .1, .05, .1, -.15, 0, 0, 0);
    }

    @SelfCheck(
            value = "4.1.1.b",
            hint = "Without a label the sum is 0; divide it by at least 1, so that 0/0 does not become NaN. A row of one"
                    + " token predicts nothing.")
    void nothingToLearnGivesZero(SftObjective objective, Tensors given) {
        assertThatTensor(objective.sftLoss(logits(given), given.ids("-100 -100 -100 -100")))
                .as("The loss without labels")
                .is(0);
        NDArray single = given.matrix("0.5 0.3 0.2").reshape(1, 1, 3);
        assertThatTensor(objective.sftLoss(single, given.ids("2"))).as("The loss of a row of one token").is(0);
    }

    @SelfCheck(value = "4.1.1.b", hint = "Compare the first two dimensions of logits with the labels' shape, before anything else.")
    void wrongArgumentsAreRefused(SftObjective objective, Tensors given) {
        Refusal.of(() -> objective.sftLoss(logits(given), given.ids("-100 1 2")), "1, 4, 3", "1, 3");
    }
}
