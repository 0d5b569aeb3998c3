package org.marksheet.lab.plot;

import java.util.List;
import java.util.stream.DoubleStream;
import org.marksheet.lab.log.Sample;

/**
 * How far a reward is from the middle.
 *
 * @param middle neither good nor bad, in rewards
 * @param reach from the middle to the strongest colour, in rewards, above 0
 */
record RewardScale(double middle, double reach) {
    /** Rewards that all lie in 0 to 1 are probabilities, with their middle at a half; others have it at 0. */
    static RewardScale of(List<Sample> samples) {
        double[] rewards = samples.stream()
                .flatMapToDouble(sample -> DoubleStream.of(sample.rewardBefore(), sample.rewardAfter()))
                .filter(Double::isFinite)
                .toArray();
        if (DoubleStream.of(rewards).allMatch(reward -> reward >= 0 && reward <= 1)) {
            return new RewardScale(.5, .5);
        }
        return new RewardScale(0, DoubleStream.of(rewards).map(Math::abs).max().orElseThrow());
    }

    /** Returns -1 for the worst to 1 for the best; 0 for what is no number. */
    double share(double reward) {
        double share = (reward - middle) / reach;
        return Double.isNaN(share) ? 0 : Math.max(-1, Math.min(1, share));
    }

    String words() {
        return "Rewards below %s are orange, above it blue.".formatted(Numbers.reward(middle));
    }
}
