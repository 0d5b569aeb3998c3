package org.marksheet.sheet41.ppo.alternatives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.marksheet.grader.api.Alternative;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.sheet41.ppo.Learner;
import org.marksheet.sheet41.ppo.PolicyLoss;
import org.marksheet.sheet41.ppo.PpoOptions;
import org.marksheet.sheet41.ppo.PpoParts;
import org.marksheet.sheet41.ppo.PpoUpdate;
import org.marksheet.sheet41.ppo.Responses;
import org.marksheet.sheet41.ppo.Rollout;
import org.marksheet.sheet41.ppo.Scorer;
import org.marksheet.sheet41.ppo.StepLosses;

/** Right ways to make an update. */
public final class UpdateAlternatives {
    private UpdateAlternatives() {}

    /** Scores last, plans all mini-batches before the first step, and shuffles by Fisher and Yates. */
    @Alternative("a plan of all mini-batches, rows in Java lists, the score taken last")
    public static class Planned implements PpoUpdate {
        private record Job(Learner learner, PpoParts parts, PpoOptions options, Rollout batch) {
            void on(List<Integer> rows, NDManager manager) {
                Rollout some = batch.rows(manager.create(rows.stream().mapToLong(Integer::longValue).toArray()));
                learner.step(() -> loss(some));
            }

            private StepLosses loss(Rollout some) {
                Learner.Evaluation said = learner.evaluate(some.responses());
                NDArray mask = some.responses().responseMask();
                NDArray entropy = parts.objective().entropy(said.logits(), mask);
                NDArray error = parts.objective()
                        .valueLoss(said.values(), some.values(), some.returns(), mask, options.clip().value());
                NDArray fresh = parts.kl()
                        .tokenLogProbs(said.logits(), some.responses().responseIds(), 1, options.generation().temperature());
                PolicyLoss policy = parts.objective()
                        .policyLoss(fresh, some.logProbs(), some.advantages(), mask, options.clip().policy());
                NDArray total = parts.objective().totalLoss(
                        policy.loss(), error, entropy, options.weights().value(), options.weights().entropy());
                return new StepLosses(total, policy, error, entropy, fresh, said.values(), some);
            }
        }

        @Override
        public Rollout ppoUpdate(
                Learner learner, List<long[]> prompts, Scorer scorer, PpoParts parts, PpoOptions options, RandomSource random) {
            if (options.generation().temperature() <= 0) {
                throw new IllegalArgumentException("nothing to learn from greedy responses: the temperature is 0");
            }
            NDArray drawn = parts.generation()
                    .generate(learner.policy(), parts.sampling(), prompts, options.generation(), ids -> false, random);
            Responses said = Responses.of(prompts, drawn, options.generation());
            Rollout batch = judged(said, learner, scorer, parts, options);
            Deque<List<Integer>> plan = new ArrayDeque<>();
            for (int epoch = 0; epoch < options.passes().epochs(); epoch++) {
                List<Integer> left = new ArrayList<>(shuffled(prompts.size(), random));
                while (!left.isEmpty()) {
                    List<Integer> next = left.subList(0, Math.min(left.size(), options.passes().miniBatch()));
                    plan.add(List.copyOf(next));
                    next.clear();
                }
            }
            Job job = new Job(learner, parts, options, batch);
            plan.forEach(rows -> job.on(rows, drawn.getManager()));
            return batch;
        }

        private static Rollout judged(
                Responses said, Learner learner, Scorer scorer, PpoParts parts, PpoOptions options) {
            float tau = options.generation().temperature();
            NDArray mask = said.responseMask();
            Learner.Evaluation then = learner.evaluate(said);
            NDArray old = parts.kl().tokenLogProbs(then.logits(), said.responseIds(), 1, tau);
            NDArray frozen = parts.kl().tokenLogProbs(learner.referenceLogits(said), said.responseIds(), 1, tau);
            NDArray scores = scorer.score(said);
            NDArray paid = parts.kl().penalizedRewards(scores, old, frozen, mask, options.klCoefficient());
            NDArray raw = parts.advantages().generalizedAdvantages(
                    paid, then.values(), mask, options.discount().gamma(), options.discount().lambda());
            NDArray whitened = parts.advantages().whiten(raw, mask, true);
            NDArray goals = parts.advantages().returns(raw, then.values(), mask);
            return new Rollout(said, scores, old, frozen, then.values(), paid, whitened, goals);
        }

        /** Fisher and Yates, from the end. */
        private static List<Integer> shuffled(int rows, RandomSource random) {
            float[] luck = random.uniform(rows).toFloatArray();
            List<Integer> order = new ArrayList<>(IntStream.range(0, rows).boxed().toList());
            for (int last = rows - 1; last > 0; last--) {
                int other = (int) (luck[last] * (last + 1));
                order.set(last, order.set(other, order.get(last)));
            }
            return order;
        }
    }

    /** Sorts row numbers by random keys, and lets gradients flow only where the contract says. */
    @Alternative("random keys for each row in every epoch; old numbers detached by hand")
    public static class SortedKeys implements PpoUpdate {
        @Override
        public Rollout ppoUpdate(
                Learner learner, List<long[]> prompts, Scorer scorer, PpoParts parts, PpoOptions options, RandomSource random) {
            float tau = options.generation().temperature();
            if (tau == 0) {
                throw new IllegalArgumentException("temperature 0");
            }
            NDArray ids = parts.generation()
                    .generate(learner.policy(), parts.sampling(), prompts, options.generation(), any -> false, random);
            Responses responses = Responses.of(prompts, ids, options.generation());
            NDArray mask = responses.responseMask();
            NDArray reference = parts.kl().tokenLogProbs(learner.referenceLogits(responses), ids, 1, tau).stopGradient();
            Learner.Evaluation rollout = learner.evaluate(responses);
            NDArray old = parts.kl().tokenLogProbs(rollout.logits(), ids, 1, tau).stopGradient();
            NDArray values = rollout.values().stopGradient();
            NDArray scores = scorer.score(responses);
            NDArray rewards = parts.kl().penalizedRewards(scores, old, reference, mask, options.klCoefficient());
            NDArray advantages = parts.advantages().generalizedAdvantages(
                    rewards, values, mask, options.discount().gamma(), options.discount().lambda());
            Rollout all = new Rollout(
                    responses, scores, old, reference, values, rewards,
                    parts.advantages().whiten(advantages, mask, true),
                    parts.advantages().returns(advantages, values, mask));
            int size = options.passes().miniBatch();
            for (int epoch = 0; epoch < options.passes().epochs(); epoch++) {
                float[] keys = random.uniform(prompts.size(), 1).toFloatArray();
                long[] order = IntStream.range(0, keys.length).boxed()
                        .sorted(Comparator.comparing((Integer row) -> keys[row]).reversed())
                        .mapToLong(Integer::longValue)
                        .toArray();
                for (int from = 0; from < order.length; from += size) {
                    long[] rows = Arrays.copyOfRange(order, from, Math.min(order.length, from + size));
                    Rollout some = all.rows(ids.getManager().create(rows));
                    learner.step(() -> step(learner, some, parts, options));
                }
            }
            return all;
        }

        private static StepLosses step(Learner learner, Rollout some, PpoParts parts, PpoOptions options) {
            NDArray mask = some.responses().responseMask();
            Learner.Evaluation now = learner.evaluate(some.responses());
            NDArray value = parts.objective()
                    .valueLoss(now.values(), some.values(), some.returns(), mask, options.clip().value());
            NDArray fresh = parts.kl()
                    .tokenLogProbs(now.logits(), some.responses().responseIds(), 1, options.generation().temperature());
            PolicyLoss policy = parts.objective()
                    .policyLoss(fresh, some.logProbs(), some.advantages(), mask, options.clip().policy());
            NDArray entropy = parts.objective().entropy(now.logits(), mask);
            return new StepLosses(
                    parts.objective().totalLoss(
                            policy.loss(), value, entropy, options.weights().value(), options.weights().entropy()),
                    policy, value, entropy, fresh, now.values(), some);
        }
    }
}
