package org.marksheet.sheet41.ppo;

import java.util.List;
import org.marksheet.lab.tensor.RandomSource;

/** One whole update of PPO: from prompts to a policy that has learnt from its own responses. */
public interface PpoUpdate {
    /**
     * Lets the policy answer prompts, and learns from the answers.
     *
     * <p>In this order, with the methods of {@code parts} and never your own:
     *
     * <ol>
     *   <li>generate a response to each prompt with {@code learner.policy()}, and score the responses;
     *   <li>evaluate the policy and the reference on them, once: these log-probabilities and values are the <em>old</em> ones until
     *       the update ends;
     *   <li>rewards penalised by the divergence, advantages from them, returns from those, and only then advantages whitened over
     *       the whole batch (mean moved to 0);
     *   <li>{@code epochs} times: shuffle the rows, cut them into mini-batches of {@code miniBatch} rows (the last may be smaller),
     *       and take a step on each with {@code learner.step}: evaluate the policy anew and put policy loss, value loss and entropy
     *       together.
     * </ol>
     *
     * <p>Nothing is recorded for gradients but what runs inside {@code learner.step}. Log-probabilities have the temperature that
     * the responses were sampled with. The penalty is part of the rewards, and of nothing else.
     *
     * @param learner the models, and the one way to change the policy
     * @param prompts B prompts of one or more tokens each, without padding
     * @param scorer says how good a response is
     * @param parts the other exercises' methods
     * @param options how; their temperature is above 0
     * @param random for sampling and for shuffling
     * @return what the policy did and what it was taught with
     * @throws IllegalArgumentException if the temperature is 0: greedy responses have no distribution to learn with
     * @see <a href="https://arxiv.org/abs/1707.06347">Schulman et al. 2017, algorithm 1</a>; <a
     *     href="https://arxiv.org/abs/1909.08593">Ziegler et al. 2019</a> for the penalty
     */
    Rollout ppoUpdate(
            Learner learner,
            List<long[]> prompts,
            Scorer scorer,
            PpoParts parts,
            PpoOptions options,
            RandomSource random);
}
