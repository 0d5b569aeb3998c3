package org.marksheet.sheet41.preference;

import static org.marksheet.sheet41.selfcheck.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import org.marksheet.sheet41.selfcheck.Refusal;
import org.marksheet.sheet41.selfcheck.SelfCheck;
import org.marksheet.sheet41.selfcheck.Slopes;
import org.marksheet.sheet41.selfcheck.Tensors;

/** Self-checks of TODO 4.1.4.a: one pair where the chosen answer is ahead by 1.5, one where it is behind by .5. */
class BradleyTerryLossTest {
    private static NDArray chosen(Tensors given) {
        return given.vector(2, 1);
    }

    private static NDArray rejected(Tensors given) {
        return given.vector(.5, 1.5);
    }

    @SelfCheck(
            value = "4.1.4.a",
            hint = "For each pair log(1 + exp(-x)), where x says how far the chosen answer is ahead; then the mean.")
    void aPairTheWrongWayRoundCostsMore(Preferences preferences, Tensors given) {
        NDArray loss = preferences.bradleyTerryLoss(chosen(given), rejected(given), given.vector(0, 0));
        // (log(1 + e^-1.5) + log(1 + e^.5)) / 2 = (.20141 + .97408) / 2
        assertThatTensor(loss).as("The loss").is(.58775);
    }

    @SelfCheck(
            value = "4.1.4.a",
            hint = "A margin asks for more: it is taken away from the lead, x = chosen - rejected - margin.")
    void aMarginMakesItHarder(Preferences preferences, Tensors given) {
        NDArray loss = preferences.bradleyTerryLoss(chosen(given), rejected(given), given.vector(.5, .25));
        // (log(1 + e^-1) + log(1 + e^.75)) / 2 = (.31326 + 1.13687) / 2
        assertThatTensor(loss).as("The loss").is(.72507);
    }

    @SelfCheck(
            value = "4.1.4.a",
            hint = "Only differences matter: equal rewards say nothing, which costs log 2, and a common shift of all rewards"
                    + " changes nothing.")
    void onlyDifferencesMatter(Preferences preferences, Tensors given) {
        NDArray none = given.vector(0, 0);
        assertThatTensor(preferences.bradleyTerryLoss(given.vector(3, -4), given.vector(3, -4), none))
                .as("The loss of two ties")
                .is(.69315);
        assertThatTensor(preferences.bradleyTerryLoss(given.vector(-6, -7), given.vector(-7.5, -6.5), none))
                .as("The loss after a shift of -8")
                .is(.58775);
    }

    @SelfCheck(
            value = "4.1.4.a",
            hint = "exp(400) is infinite and sigmoid(-400) rounds to 0, so both log(1 + exp) and log(sigmoid) fail: use"
                    + " Activation.softPlus.")
    void rewardsFarApartAreNoProblem(Preferences preferences, Tensors given) {
        NDArray chosen = given.vector(-200, 200);
        NDArray rejected = given.vector(200, -200);
        NDArray margin = given.vector(0, 0);
        assertThatTensor(preferences.bradleyTerryLoss(chosen, rejected, margin)).as("The loss").is(200);
        Slopes.of(() -> preferences.bradleyTerryLoss(chosen, rejected, margin), chosen);
        assertThatTensor(Slopes.in(chosen)).as("The gradient in chosen").is(-.5, 0);
    }

    @SelfCheck(
            value = "4.1.4.a",
            hint = "The gradient in chosen is -sigmoid(-x), divided by the number of pairs; in rejected it is the opposite."
                    + " The margin is data: detach it.")
    void theGradientPullsTheTwoApart(Preferences preferences, Tensors given) {
        NDArray chosen = chosen(given);
        NDArray rejected = rejected(given);
        NDArray margin = given.vector(0, 0);
        Slopes.of(() -> preferences.bradleyTerryLoss(chosen, rejected, margin), chosen, rejected, margin);
        assertThatTensor(Slopes.in(chosen)).as("The gradient in chosen").is(-.09121, -.31123);
        assertThatTensor(Slopes.in(rejected)).as("The gradient in rejected").is(.09121, .31123);
        assertThatTensor(Slopes.in(margin)).as("The gradient in margin").is(0, 0);
    }

    @SelfCheck(value = "4.1.4.a", hint = "Compare the shapes first, before DJL broadcasts.")
    void wrongArgumentsAreRefused(Preferences preferences, Tensors given) {
        NDArray none = given.vector(0, 0);
        Refusal.of(() -> preferences.bradleyTerryLoss(chosen(given), given.vector(1), none), "2", "1");
        Refusal.of(() -> preferences.bradleyTerryLoss(chosen(given), rejected(given), given.vector(.1, .2, .3)), "2", "3");
    }
}
