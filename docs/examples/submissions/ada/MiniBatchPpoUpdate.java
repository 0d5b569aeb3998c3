package org.marksheet.sheet41.ppo;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.marksheet.lab.tensor.RandomSource;

/** Exercise 4.1.9.e. */
public class MiniBatchPpoUpdate implements PpoUpdate {
    @Override
    public Rollout ppoUpdate(
            Learner learner,
            List<long[]> prompts,
            Scorer scorer,
            PpoParts parts,
            PpoOptions options,
            RandomSource random) {
        if (options.generation().temperature() == 0) {
            throw new IllegalArgumentException("temperature 0 is greedy; there is nothing to learn from");
        }
        Rollout rollout = collect(learner, prompts, scorer, parts, options, random);
        for (int epoch = 0; epoch < options.passes().epochs(); epoch++) {
            for (List<Integer> rows : miniBatches(prompts.size(), options.passes().miniBatch(), random)) {
                long[] numbers = rows.stream().mapToLong(row -> row).toArray();
                Rollout some = rollout.rows(rollout.scores().getManager().create(numbers));
                learner.step(() -> losses(learner, some, parts, options));
            }
        }
        return rollout;
    }

    private static Rollout collect(
            Learner learner,
            List<long[]> prompts,
            Scorer scorer,
            PpoParts parts,
            PpoOptions options,
            RandomSource random) {
        NDArray ids = parts.generation()
                .generate(learner.policy(), parts.sampling(), prompts, options.generation(), soFar -> false, random);
        Responses responses = Responses.of(prompts, ids, options.generation());
        NDArray mask = responses.responseMask();
        NDArray scores = scorer.score(responses);
        Learner.Evaluation policy = learner.evaluate(responses);
        NDArray values = policy.values();
        NDArray old = logProbs(policy.logits(), responses, parts, options);
        NDArray reference = logProbs(learner.referenceLogits(responses), responses, parts, options);
        NDArray rewards = parts.kl().penalizedRewards(scores, old, reference, mask, options.klCoefficient());
        PpoOptions.Discount discount = options.discount();
        NDArray advantages = parts.advantages()
                .generalizedAdvantages(rewards, values, mask, discount.gamma(), discount.lambda());
        NDArray returns = parts.advantages().returns(advantages, values, mask);
        NDArray whitened = parts.advantages().whiten(advantages, mask, true);
        return new Rollout(responses, scores, old, reference, values, rewards, whitened, returns);
    }

    private static StepLosses losses(Learner learner, Rollout some, PpoParts parts, PpoOptions options) {
        PpoObjective objective = parts.objective();
        NDArray mask = some.responses().responseMask();
        Learner.Evaluation now = learner.evaluate(some.responses());
        NDArray logProbs = logProbs(now.logits(), some.responses(), parts, options);
        PolicyLoss policy =
                objective.policyLoss(logProbs, some.logProbs(), some.advantages(), mask, options.clip().policy());
        NDArray value = objective.valueLoss(now.values(), some.values(), some.returns(), mask, options.clip().value());
        NDArray entropy = objective.entropy(now.logits(), mask);
        PpoOptions.Weights weights = options.weights();
        NDArray total = objective.totalLoss(policy.loss(), value, entropy, weights.value(), weights.entropy());
        return new StepLosses(total, policy, value, entropy, logProbs, now.values(), some);
    }

    private static NDArray logProbs(NDArray logits, Responses responses, PpoParts parts, PpoOptions options) {
        // The first of the logits belongs to the first response token.
        return parts.kl().tokenLogProbs(logits, responses.responseIds(), 1, options.generation().temperature());
    }

    /** Sorts the rows by a random key each, and cuts them. */
    private static List<List<Integer>> miniBatches(int rows, int size, RandomSource random) {
        float[] keys = random.uniform(rows).toFloatArray();
        List<Integer> order = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            order.add(row);
        }
        order.sort(Comparator.comparing(row -> keys[row]));
        List<List<Integer>> parts = new ArrayList<>();
        for (int from = 0; from < rows; from += size) {
            parts.add(order.subList(from, Math.min(rows, from + size)));
        }
        return parts;
    }
}
