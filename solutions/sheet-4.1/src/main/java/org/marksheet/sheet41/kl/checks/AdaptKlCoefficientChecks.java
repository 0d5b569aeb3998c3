package org.marksheet.sheet41.kl.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.marksheet.grader.api.Check;
import org.marksheet.grader.api.Draw;
import org.marksheet.sheet41.kl.KlPenalty;

/** What 4.1.7.e must do. */
public class AdaptKlCoefficientChecks {
    private static final Offset<Double> NEAR = within(1e-6);

    @Check(value = "4.1.7.e/worked-numbers", stands = "the sheet's own numbers, which a student can redo by hand")
    void theWorkedNumbersAreThoseOfTheSheet(KlPenalty penalty) {
        assertThat(penalty.adaptKlCoefficient(.2, 0, 6, 256, 1e4))
                .as("beta .2 after a batch of 256 with a divergence of 0, target 6, horizon 10000")
                .isCloseTo(.198976, NEAR);
        assertThat(penalty.adaptKlCoefficient(.2, 6.6, 6, 256, 1e4))
                .as("the same with a divergence of 6.6")
                .isCloseTo(.200512, NEAR);
    }

    @Check("4.1.7.e/close-to-the-target")
    void closeToTheTargetTheStepIsProportional(KlPenalty penalty, Draw draw) {
        double beta = draw.between(1.5f, 3f);
        // Below 1, so that a difference from it and a share of it are not the same.
        double target = draw.between(.4f, .6f);
        int episodes = draw.between(200, 300);
        double horizon = draw.between(700f, 900f);
        for (double error : new double[] {draw.between(.08f, .15f), -draw.between(.08f, .15f)}) {
            assertThat(penalty.adaptKlCoefficient(beta, target * (1 + error), target, episodes, horizon))
                    .as("the coefficient after a divergence off by a share of " + error)
                    .isCloseTo(beta * (1 + error * episodes / horizon), NEAR);
        }
    }

    @Check("4.1.7.e/far-from-the-target")
    void farFromTheTargetTheStepIsBounded(KlPenalty penalty, Draw draw) {
        double beta = draw.between(1.5f, 3f);
        double target = draw.between(3f, 8f);
        int episodes = draw.between(200, 300);
        double horizon = draw.between(700f, 900f);
        assertThat(penalty.adaptKlCoefficient(beta, target * draw.between(2f, 4f), target, episodes, horizon))
                .as("the coefficient after a divergence of twice the target and more")
                .isCloseTo(beta * (1 + .2 * episodes / horizon), NEAR);
        assertThat(penalty.adaptKlCoefficient(beta, target * draw.between(.1f, .5f), target, episodes, horizon))
                .as("the coefficient after a divergence of half the target and less")
                .isCloseTo(beta * (1 - .2 * episodes / horizon), NEAR);
    }
}
