package org.marksheet.sheet41.ppo;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.sheet41.ppo.Learner.Evaluation;

/** Exercise 4.1.9.e, solved. */
public class MiniBatchPpoUpdate implements PpoUpdate {
    /** An evaluation begins at the place that predicts the first response token. */
    private static final int START = 1;

    @Override
    public Rollout ppoUpdate(
            Learner learner,
            List<long[]> prompts,
            Scorer scorer,
            PpoParts parts,
            PpoOptions options,
            RandomSource random) {
        float temperature = options.generation().temperature();
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("temperature is " + temperature + "; it must be greater than 0.");
        }
        Rollout rollout = rollout(learner, prompts, scorer, parts, options, random);
        for (int epoch = 0; epoch < options.passes().epochs(); epoch++) {
            NDArray order = random.uniform(prompts.size()).argSort(0, true);
            for (int row = 0; row < prompts.size(); row += options.passes().miniBatch()) {
                int end = Math.min(prompts.size(), row + options.passes().miniBatch());
                Rollout miniBatch = rollout.rows(order.get(row + ":" + end));
                learner.step(() -> losses(learner, miniBatch, parts, options));
            }
        }
        return rollout;
    }

    private static Rollout rollout(
            Learner learner,
            List<long[]> prompts,
            Scorer scorer,
            PpoParts parts,
            PpoOptions options,
            RandomSource random) {
        NDArray responseIds = parts.generation()
                .generate(learner.policy(), parts.sampling(), prompts, options.generation(), ids -> false, random);
        Responses responses = Responses.of(prompts, responseIds, options.generation());
        NDArray mask = responses.responseMask();
        NDArray scores = scorer.score(responses);

        Evaluation before = learner.evaluate(responses);
        float temperature = options.generation().temperature();
        NDArray logProbs = parts.kl().tokenLogProbs(before.logits(), responseIds, START, temperature);
        NDArray refLogProbs =
                parts.kl().tokenLogProbs(learner.referenceLogits(responses), responseIds, START, temperature);

        NDArray rewards = parts.kl().penalizedRewards(scores, logProbs, refLogProbs, mask, options.klCoefficient());
        NDArray advantages = parts.advantages()
                .generalizedAdvantages(
                        rewards, before.values(), mask, options.discount().gamma(), options.discount().lambda());
        NDArray returns = parts.advantages().returns(advantages, before.values(), mask);
        NDArray whitened = parts.advantages().whiten(advantages, mask, true);
        return new Rollout(responses, scores, logProbs, refLogProbs, before.values(), rewards, whitened, returns);
    }

    private static StepLosses losses(Learner learner, Rollout miniBatch, PpoParts parts, PpoOptions options) {
        Responses responses = miniBatch.responses();
        NDArray mask = responses.responseMask();
        Evaluation now = learner.evaluate(responses);
        NDArray logProbs = parts.kl()
                .tokenLogProbs(now.logits(), responses.responseIds(), START, options.generation().temperature());
        PolicyLoss policy = parts.objective()
                .policyLoss(logProbs, miniBatch.logProbs(), miniBatch.advantages(), mask, options.clip().policy());
        NDArray value = parts.objective()
                .valueLoss(now.values(), miniBatch.values(), miniBatch.returns(), mask, options.clip().value());
        float bonus = options.weights().entropy();
        // Without a bonus the entropy is a number to watch; its way back through [b,T,V] would be for nothing.
        NDArray entropy = bonus > 0
                ? parts.objective().entropy(now.logits(), mask)
                : Gradients.off(() -> parts.objective().entropy(now.logits(), mask));
        NDArray total = parts.objective()
                .totalLoss(policy.loss(), value, entropy, options.weights().value(), bonus);
        return new StepLosses(total, policy, value, entropy, logProbs, now.values(), miniBatch);
    }
}
