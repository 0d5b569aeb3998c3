package org.marksheet.lab.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.marksheet.lab.log.Sample;

class RewardScaleTest {
    @Test
    void probabilitiesHaveTheirMiddleAtAHalf() {
        RewardScale scale = RewardScale.of(List.of(new Sample("a", "b", "c", .25, Double.NaN)));
        assertThat(scale.share(.25)).isEqualTo(-.5);
        assertThat(scale.share(1)).isEqualTo(1);
        assertThat(scale.share(Double.NaN)).isZero();
    }

    @Test
    void otherRewardsHaveItAtZero() {
        RewardScale scale = RewardScale.of(List.of(new Sample("a", "b", "c", -3, 1.5)));
        assertThat(scale.share(1.5)).isCloseTo(.5, within(1e-9));
        assertThat(scale.share(-3)).isEqualTo(-1);
        assertThat(scale.words()).isEqualTo("Rewards below 0.00 are orange, above it blue.");
    }
}
