package org.marksheet.sheet41.advantages;

import static org.marksheet.sheet41.selfcheck.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import org.marksheet.sheet41.selfcheck.Refusal;
import org.marksheet.sheet41.selfcheck.SelfCheck;
import org.marksheet.sheet41.selfcheck.Slopes;
import org.marksheet.sheet41.selfcheck.Tensors;

/**
 * Self-checks of TODO 4.1.8.a.
 *
 * <p>Rewards 1, -2, 3 and values .5, 2, -1. With gamma .9 the errors are 1 + 1.8 - .5 = 2.3, then -2 - .9 - 2 = -4.9, then
 * 3 + 0 + 1 = 4.
 */
class GeneralizedAdvantagesTest {
    private static NDArray rewards(Tensors given) {
        return given.matrix("1 -2 3");
    }

    private static NDArray values(Tensors given) {
        return given.matrix("0.5 2 -1");
    }

    @SelfCheck(
            value = "4.1.8.a",
            hint = "Begin at the last token, where value and advantage of the next one are 0, and go backwards: A = delta +"
                    + " gamma * lambda * A of the next.")
    void errorsFadeWithDistance(AdvantageEstimation estimation, Tensors given) {
        NDArray advantages =
                estimation.generalizedAdvantages(rewards(given), values(given), given.mask("111"), .9f, .8f);
        // 4; -4.9 + .72 * 4; 2.3 + .72 * -2.02
        assertThatTensor(advantages).as("The result of generalizedAdvantages").is(.8456, -2.02, 4);
    }

    @SelfCheck(value = "4.1.8.a", hint = "With lambda 0 only the error of the token itself is left: r + gamma * V of the next - V.")
    void lambdaZeroGivesTheErrors(AdvantageEstimation estimation, Tensors given) {
        NDArray advantages =
                estimation.generalizedAdvantages(rewards(given), values(given), given.mask("111"), .9f, 0);
        assertThatTensor(advantages).as("With lambda = 0, the result").is(2.3, -4.9, 4);
    }

    @SelfCheck(
            value = "4.1.8.a",
            hint = "With gamma and lambda 1 all values in between cancel: the rewards from here on, less V.")
    void gammaAndLambdaOneGiveTheRewardToGo(AdvantageEstimation estimation, Tensors given) {
        NDArray advantages =
                estimation.generalizedAdvantages(rewards(given), values(given), given.mask("111"), 1, 1);
        assertThatTensor(advantages).as("With gamma = lambda = 1, the result").is(1.5, -1, 4);
    }

    @SelfCheck(
            value = "4.1.8.a",
            hint = "In a short row the last real token is the one after which V and A are 0, whatever padding holds. Results"
                    + " on padding are 0.")
    void paddingHasNoEffect(AdvantageEstimation estimation, Tensors given) {
        NDArray advantages = estimation.generalizedAdvantages(
                given.matrix("1 -2 3 NaN", "4 5 5 5", "7 7 7 7"),
                given.matrix("0.5 2 -1 8", "1.5 Infinity 5 NaN", "7 7 7 7"),
                given.mask("1110", "1000", "0000"),
                .9f,
                .8f);
        assertThatTensor(advantages).as("The result of generalizedAdvantages").is(.8456, -2.02, 4, 0, 2.5, 0, 0, 0, 0, 0, 0, 0);
    }

    @SelfCheck(value = "4.1.8.a", hint = "Advantages are data for everything that comes later: detach rewards and values.")
    void noGradientFlowsBack(AdvantageEstimation estimation, Tensors given) {
        NDArray rewards = rewards(given);
        NDArray values = values(given);
        NDArray other = given.matrix("1 2 3");
        Slopes.of(
                () -> estimation.generalizedAdvantages(rewards, values, given.mask("111"), .9f, .8f).mul(other).sum(),
                rewards, values, other);
        assertThatTensor(Slopes.in(rewards)).as("The gradient in rewards").is(0, 0, 0);
        assertThatTensor(Slopes.in(values)).as("The gradient in values").is(0, 0, 0);
    }

    @SelfCheck(value = "4.1.8.a", hint = "Compare the shapes first; gamma and lambda lie in [0, 1].")
    void wrongArgumentsAreRefused(AdvantageEstimation estimation, Tensors given) {
        NDArray rewards = rewards(given);
        NDArray mask = given.mask("111");
        Refusal.of(() -> estimation.generalizedAdvantages(rewards, given.matrix("1"), mask, 1, 1), "1, 3", "1, 1");
        Refusal.of(() -> estimation.generalizedAdvantages(rewards, rewards, given.mask("11"), 1, 1), "1, 3", "1, 2");
        Refusal.of(() -> estimation.generalizedAdvantages(rewards, rewards, mask, 1.5f, 1), "gamma");
        Refusal.of(() -> estimation.generalizedAdvantages(rewards, rewards, mask, 1, -.1f), "lambda");
    }
}
