package org.marksheet.sheet41.ppo;

import static org.marksheet.sheet41.selfcheck.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import org.marksheet.sheet41.selfcheck.Refusal;
import org.marksheet.sheet41.selfcheck.SelfCheck;
import org.marksheet.sheet41.selfcheck.Slopes;
import org.marksheet.sheet41.selfcheck.Tensors;

/**
 * Self-checks of TODO 4.1.9.c.
 *
 * <p>The probabilities .5, .25, .25 have the entropy 1.5 log 2 = 1.0397; .8, .1, .1 have .6390; .75, .25, 0 have
 * .5623. Logits are their logarithms plus any number.
 */
class EntropyTest {
    @SelfCheck(
            value = "4.1.9.c",
            hint = "Logits are not normalised: take logSoftmax over the vocabulary. Sum -p * log p over the vocabulary,"
                    + " average over the tokens, natural logarithm, and positive.")
    void twoTokensGiveTheMeanOfTheirEntropies(PpoObjective objective, Tensors given) {
        NDArray logits = given.matrix("0.5 0.25 0.25", "0.8 0.1 0.1").log().add(30).reshape(1, 2, 3);
        assertThatTensor(objective.entropy(logits, given.mask("11"))).as("The entropy").is(.83938);
    }

    @SelfCheck(
            value = "4.1.9.c",
            hint = "0 * -inf is NaN, in the value and in the gradient. Replace the -inf of filtered tokens by a finite"
                    + " number before you multiply (the token's probability is 0 either way).")
    void filteredTokensAddNothing(PpoObjective objective, Tensors given) {
        NDArray logits = given.matrix("0.75 0.25 0").log().reshape(1, 1, 3);
        NDArray mask = given.mask("1");
        assertThatTensor(objective.entropy(logits, mask)).as("The entropy").is(.56234);
        Slopes.of(() -> objective.entropy(logits, mask), logits);
        assertThatTensor(Slopes.in(logits)).as("The gradient in logits").is(-.20599, .20599, 0);
    }

    @SelfCheck(
            value = "4.1.9.c",
            hint = "Replace the logits of padding before the softmax, and divide by the number of response tokens of the"
                    + " whole batch.")
    void paddingHasNoEffect(PpoObjective objective, Tensors given) {
        NDArray logits = given.matrix(
                        "0.5 0.25 0.25", "0.8 0.1 0.1", "NaN NaN NaN",
                        "0.8 0.1 0.1", "1 2 3", "Infinity 0 0")
                .log()
                .reshape(2, 3, 3);
        NDArray mask = given.mask("110", "100");
        assertThatTensor(objective.entropy(logits, mask)).as("The entropy").is(.77259);
        Slopes.of(() -> objective.entropy(logits, mask), logits);
        assertThatTensor(Slopes.in(logits).get("0, 2")).as("The gradient on padding").is(0, 0, 0);
        // A third of -.5 * (log .5 + 1.0397), and so on.
        assertThatTensor(Slopes.in(logits).get("0, 0")).as("The gradient of the first token").is(-.05776, .02888, .02888);
    }

    @SelfCheck(
            value = "4.1.9.c",
            hint = "With no response token the sum is 0; divide it by at least 1, so that 0/0 does not become NaN.")
    void nothingUnmaskedGivesZero(PpoObjective objective, Tensors given) {
        NDArray logits = given.matrix("1 2 3", "0 5 0").reshape(1, 2, 3);
        assertThatTensor(objective.entropy(logits, given.mask("00"))).as("The entropy").is(0);
    }

    @SelfCheck(
            value = "4.1.9.c",
            hint = "The first two dimensions of logits are those of the mask: compare them first.")
    void wrongArgumentsAreRefused(PpoObjective objective, Tensors given) {
        NDArray logits = given.matrix("1 2 3", "0 5 0").reshape(1, 2, 3);
        Refusal.of(() -> objective.entropy(logits, given.mask("1111")), "1, 2", "1, 4");
    }
}
