package org.marksheet.sheet41.ppo;

import org.marksheet.sheet41.advantages.AdvantageEstimation;
import org.marksheet.sheet41.generation.Generation;
import org.marksheet.sheet41.generation.Sampling;
import org.marksheet.sheet41.kl.KlPenalty;

/**
 * The methods of the other exercises that an update is put together from.
 *
 * @param generation 4.1.2.f
 * @param sampling 4.1.2.a to e
 * @param kl 4.1.7
 * @param advantages 4.1.8
 * @param objective 4.1.9.a to d
 */
public record PpoParts(
        Generation generation,
        Sampling sampling,
        KlPenalty kl,
        AdvantageEstimation advantages,
        PpoObjective objective) {
    /** Returns the same with another way to responses. */
    public PpoParts withGeneration(Generation other, Sampling otherSampling) {
        return new PpoParts(other, otherSampling, kl, advantages, objective);
    }
}
