package org.marksheet.sheet41.toyworld.instruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.marksheet.sheet41.toyworld.Reviews;

class PreferencePairsTest {
    private static final Reviews REVIEWS = new Reviews();
    private static final Instructions INSTRUCTIONS = new Instructions(REVIEWS);

    @Test
    void pairsHaveEveryFlawAndTheNoiseThatWasAskedFor() {
        PreferencePairs pairs = new PreferencePairs(REVIEWS, INSTRUCTIONS, .1);
        SplittableRandom random = new SplittableRandom(1);
        Set<Flaw> flaws = EnumSet.noneOf(Flaw.class);
        int noisy = 0;
        for (int i = 0; i < 4_000; i++) {
            PreferencePair pair = pairs.draw(random);
            flaws.add(pair.flaw());
            noisy += pair.isNoisy() ? 1 : 0;
            assertThat(pair.chosen()).isNotEqualTo(pair.rejected()).isNotBlank();
            assertThat(pair.rejected()).isNotBlank();
        }
        assertThat(flaws).hasSize(Flaw.values().length);
        assertThat(noisy / 4_000.0).isCloseTo(.1, within(.02));
    }

    @Test
    void withoutNoiseTheChosenAnswerEndsAsASentence() {
        PreferencePairs pairs = new PreferencePairs(REVIEWS, INSTRUCTIONS, 0);
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 500; i++) {
            PreferencePair pair = pairs.drawHeldOut(random);
            assertThat(pair.isNoisy()).isFalse();
            assertThat(pair.chosen()).endsWith(".");
            if (pair.flaw() == Flaw.CUT_OFF || pair.flaw() == Flaw.LOOP) {
                assertThat(pair.rejected()).doesNotEndWith(".");
            }
        }
    }

    @Test
    void moreNoiseThanHalfIsRefused() {
        assertThatThrownBy(() -> new PreferencePairs(REVIEWS, INSTRUCTIONS, .5))
                .hasMessage("noise must be in [0, .5), not 0.5");
    }
}
