package org.marksheet.sheet41.training;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.sheet41.policygradient.PolicyGradient;
import org.marksheet.sheet41.ppo.Learner;
import org.marksheet.sheet41.ppo.Learner.Evaluation;
import org.marksheet.sheet41.ppo.PolicyLoss;
import org.marksheet.sheet41.ppo.PpoOptions;
import org.marksheet.sheet41.ppo.PpoParts;
import org.marksheet.sheet41.ppo.Responses;
import org.marksheet.sheet41.ppo.Rollout;
import org.marksheet.sheet41.ppo.Scorer;
import org.marksheet.sheet41.ppo.StepLosses;

/**
 * REINFORCE with a leave-one-out baseline: one step on each batch, no value head, no clipping. A response is worth its score less the
 * penalty of all its tokens.
 *
 * @param policyGradient 4.1.6
 * @see <a href="https://doi.org/10.1007/BF00992696">Williams 1992</a>
 */
public record Reinforce(PolicyGradient policyGradient) {
    /** Does what {@code PpoUpdate.ppoUpdate} does, in another way. */
    public Rollout update(
            Learner learner,
            List<long[]> prompts,
            Scorer scorer,
            PpoParts parts,
            PpoOptions options,
            RandomSource random) {
        float temperature = options.generation().temperature();
        NDArray responseIds = parts.generation()
                .generate(learner.policy(), parts.sampling(), prompts, options.generation(), ids -> false, random);
        Responses responses = Responses.of(prompts, responseIds, options.generation());
        NDArray mask = responses.responseMask();
        NDArray scores = scorer.score(responses);
        NDArray logProbs = parts.kl().tokenLogProbs(learner.evaluate(responses).logits(), responseIds, 1, temperature);
        NDArray refLogProbs =
                parts.kl().tokenLogProbs(learner.referenceLogits(responses), responseIds, 1, temperature);
        NDArray rewards = parts.kl().penalizedRewards(scores, logProbs, refLogProbs, mask, options.klCoefficient());
        NDArray worth = rewards.sum(new int[] {1}); // [B]
        NDArray baseline = policyGradient.baseline(worth);
        NDArray none = rewards.zerosLike();
        Rollout rollout = new Rollout(responses, scores, logProbs, refLogProbs, none, rewards, none, none);
        learner.step(() -> {
            Evaluation now = learner.evaluate(responses);
            NDArray current = parts.kl().tokenLogProbs(now.logits(), responseIds, 1, temperature);
            NDArray loss = policyGradient.scoreFunctionLoss(current, worth, baseline, mask);
            NDArray entropy = parts.objective().entropy(now.logits(), mask);
            return new StepLosses(loss, new PolicyLoss(loss, 0, 0), loss.zerosLike(), entropy, current, none, rollout);
        });
        return rollout;
    }
}
