package org.marksheet.lab.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunWarningsTest {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7})
    void aHealthyRunWarnsOfNothing(long seed) {
        assertThat(findings(ToyRuns.healthy(45, seed))).isEmpty();
        assertThat(findings(ToyRuns.healthy(3, seed))).isEmpty();
    }

    @Test
    void aRunWithoutPenaltyHasAHighKl() {
        assertThat(findings(ToyRuns.withoutPenalty()))
                .containsExactly("KL is high: 33.0 nats at update 45; 0 to 10 is healthy.");
        assertThat(RunWarnings.of(ToyRuns.withoutPenalty().folder("a")).get(0).meaning()).contains("reward hacking");
    }

    @Test
    void aLearningRateFarTooHighShowsInTheFirstUpdateAndInEntropy() {
        assertThat(findings(ToyRuns.learningRateTwentyTimesTooHigh())).containsExactly(
                "The clip fraction is 0.420 in the first update.", "Entropy has collapsed, from 1.62 to 0.307 nats.");
        assertThat(findings(ToyRuns.learningRateTwentyTimesTooHigh().set("policy/clipfrac_avg", .1, .1)))
                .contains("approxKl is 1.40 nats in the first update.");
    }

    @Test
    void aFlippedSignLowersTheScore() {
        assertThat(findings(ToyRuns.flippedSign())).containsExactly("The score falls, from 0.530 to 0.090.");
    }

    @Test
    void tokensBannedInSamplingOnlyMakeKlNegative() {
        assertThat(findings(ToyRuns.endBannedInSampling())).containsExactly("KL is negative: \u221223.0 nats at update 20.",
                "No response ends: there is no end-of-text token in the last updates.");
    }

    @Test
    void aReferenceThatIsThePolicyHasKlZero() {
        assertThat(findings(ToyRuns.referenceIsThePolicy()))
                .containsExactly("KL is exactly 0 in all 40 updates, while the policy changes.");
        assertThat(findings(ToyRuns.referenceIsThePolicy().set("policy/approxkl_avg", 0, 0)))
                .as("a policy that stands still").isEmpty();
    }

    @Test
    void dropoutShowsBeforeTheFirstStep() {
        assertThat(findings(ToyRuns.dropout())).containsExactly("KL is \u22120.140 nats before the first step; it should be 0.",
                "The mean ratio of the first update is 1.30; it should be about 1.");
    }

    @Test
    void aPenaltyFarTooStrongMovesNothing() {
        assertThat(findings(ToyRuns.penaltyFarTooStrong())).containsExactly(
                "Nothing moves: the score stays at 0.540, KL at 0.288 nats.");
    }

    @Test
    void whatIsNoNumberIsNamedWithItsFirstUpdate() {
        assertThat(findings(ToyRuns.healthy().at(30, "loss/value_avg", Double.POSITIVE_INFINITY)
                        .at(31, "loss/policy_avg", Double.NaN)))
                .containsExactly("NaN or infinite in loss/policy_avg, loss/value_avg, from update 30 on.");
        assertThat(findings(ToyRuns.healthy().at(1, "objective/kl", Double.NaN).at(9, "objective/kl", 16)))
                .as("the others still speak").hasSize(2).last().asString().startsWith("KL is high: 16.0 nats at update 9");
    }

    @Test
    void whatARunDidNotLogIsNoFinding() {
        assertThat(findings(ToyRuns.endBannedInSampling().without("objective/kl").without("val/num_eos_tokens"))).isEmpty();
        assertThat(findings(ToyRuns.learningRateTwentyTimesTooHigh().without("policy/entropy_avg")
                .without("policy/clipfrac_avg").without("policy/approxkl_avg"))).isEmpty();
    }

    private static List<String> findings(ToyRuns run) {
        return RunWarnings.of(run.folder("a")).stream().map(RunWarning::finding).toList();
    }
}
