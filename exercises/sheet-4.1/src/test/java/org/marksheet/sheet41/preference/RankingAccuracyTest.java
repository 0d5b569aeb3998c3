package org.marksheet.sheet41.preference;

import static org.marksheet.sheet41.selfcheck.TensorAssert.assertThatTensor;

import org.marksheet.sheet41.selfcheck.Refusal;
import org.marksheet.sheet41.selfcheck.SelfCheck;
import org.marksheet.sheet41.selfcheck.Tensors;

/** Self-checks of TODO 4.1.4.b. */
class RankingAccuracyTest {
    @SelfCheck(
            value = "4.1.4.b",
            hint = "Compare each chosen reward with the rejected one of the same pair; neither 0 nor the other pairs matter.")
    void threeOfFivePairsAreTheRightWayRound(Preferences preferences, Tensors given) {
        float accuracy = preferences.rankingAccuracy(given.vector(-1, -2, -6, -3, 4), given.vector(-3, -2.5, -5, -2, 1));
        assertThatTensor(given.scalar(accuracy)).as("The accuracy").is(.6);
    }

    @SelfCheck(value = "4.1.4.b", hint = "A tie is no success, not even half of one: the comparison is strict.")
    void aTieIsNoSuccess(Preferences preferences, Tensors given) {
        float accuracy = preferences.rankingAccuracy(given.vector(1, 2, -3, .5), given.vector(.25, 2, -3, .5));
        assertThatTensor(given.scalar(accuracy)).as("The accuracy with three ties").is(.25);
    }

    @SelfCheck(value = "4.1.4.b", hint = "Compare the shapes first, before DJL broadcasts.")
    void wrongArgumentsAreRefused(Preferences preferences, Tensors given) {
        Refusal.of(() -> preferences.rankingAccuracy(given.vector(1, 2, 3), given.vector(1)), "3", "1");
    }
}
