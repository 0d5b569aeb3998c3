package org.marksheet.sheet41.commands;

import org.marksheet.sheet41.advantages.GeneralizedAdvantageEstimation;
import org.marksheet.sheet41.generation.BatchGeneration;
import org.marksheet.sheet41.generation.LogitSampling;
import org.marksheet.sheet41.kl.TokenKlPenalty;
import org.marksheet.sheet41.policygradient.LeaveOneOutPolicyGradient;
import org.marksheet.sheet41.ppo.ClippedPpoObjective;
import org.marksheet.sheet41.ppo.MiniBatchPpoUpdate;
import org.marksheet.sheet41.ppo.PpoParts;
import org.marksheet.sheet41.ppo.PpoUpdate;
import org.marksheet.sheet41.training.Reinforce;

/** The classes that a student completes, put together. */
final class Student {
    private Student() {}

    static PpoParts parts() {
        return new PpoParts(
                new BatchGeneration(),
                new LogitSampling(),
                new TokenKlPenalty(),
                new GeneralizedAdvantageEstimation(),
                new ClippedPpoObjective());
    }

    static PpoUpdate update(Algorithm algorithm) {
        return switch (algorithm) {
            case PPO -> new MiniBatchPpoUpdate();
            case REINFORCE -> new Reinforce(new LeaveOneOutPolicyGradient())::update;
        };
    }

    /** How a batch changes the policy. */
    enum Algorithm {
        /** 4.1.9. */
        PPO,
        /** 4.1.6. */
        REINFORCE
    }
}
