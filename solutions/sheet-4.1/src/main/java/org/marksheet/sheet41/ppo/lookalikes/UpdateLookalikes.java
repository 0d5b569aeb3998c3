package org.marksheet.sheet41.ppo.lookalikes;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.marksheet.grader.api.Lookalike;
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

/** Mistakes of 4.1.9.e written a second time, two at once, and wrongs that nobody has a name for. */
public final class UpdateLookalikes {
    private UpdateLookalikes() {}

    /** All of an update in one method, with a few numbers to turn. */
    abstract static class InOneGo implements PpoUpdate {
        boolean oldIsNew;
        boolean rawAdvantages;
        boolean whitenedReturns;
        boolean shuffledOnce;
        boolean ofItself;
        boolean flipped;
        int skippedAtTheEnd;

        @Override
        public Rollout ppoUpdate(
                Learner learner, List<long[]> prompts, Scorer scorer, PpoParts parts, PpoOptions options, RandomSource random) {
            float tau = options.generation().temperature();
            if (tau == 0) {
                throw new IllegalArgumentException("greedy");
            }
            NDArray ids = parts.generation()
                    .generate(learner.policy(), parts.sampling(), prompts, options.generation(), any -> false, random);
            Responses responses = Responses.of(prompts, ids, options.generation());
            NDArray mask = responses.responseMask();
            NDArray scores = scorer.score(responses);
            Learner.Evaluation rollout = learner.evaluate(responses);
            NDArray old = parts.kl().tokenLogProbs(rollout.logits(), ids, 1, tau);
            NDArray reference = parts.kl().tokenLogProbs(learner.referenceLogits(responses), ids, 1, tau);
            NDArray rewards = parts.kl()
                    .penalizedRewards(scores, old, ofItself ? old : reference, mask, options.klCoefficient());
            NDArray advantages = parts.advantages().generalizedAdvantages(
                    rewards, rollout.values(), mask, options.discount().gamma(), options.discount().lambda());
            NDArray goals = null;
            if (!whitenedReturns) {
                goals = parts.advantages().returns(advantages, rollout.values(), mask);
            }
            NDArray used = rawAdvantages ? advantages : parts.advantages().whiten(advantages, mask, true);
            if (whitenedReturns) {
                goals = parts.advantages().returns(used, rollout.values(), mask);
            }
            Rollout all = new Rollout(responses, scores, old, reference, rollout.values(), rewards, flipped ? used.neg() : used, goals);
            NDArray order = null;
            for (int epoch = options.passes().epochs(); epoch > 0; epoch--) {
                if (order == null || !shuffledOnce) {
                    order = random.uniform(prompts.size()).argSort(0, true);
                }
                int left = prompts.size() - skippedAtTheEnd;
                for (int row = 0; row < left; row += options.passes().miniBatch()) {
                    Rollout some = all.rows(order.get(row + ":" + Math.min(left, row + options.passes().miniBatch())));
                    learner.step(() -> step(learner, some, parts, options));
                }
            }
            return all;
        }

        private StepLosses step(Learner learner, Rollout some, PpoParts parts, PpoOptions options) {
            NDArray mask = some.responses().responseMask();
            Learner.Evaluation now = learner.evaluate(some.responses());
            NDArray fresh = parts.kl()
                    .tokenLogProbs(now.logits(), some.responses().responseIds(), 1, options.generation().temperature());
            NDArray old = oldIsNew ? fresh.stopGradient() : some.logProbs();
            PolicyLoss policy = parts.objective().policyLoss(fresh, old, some.advantages(), mask, options.clip().policy());
            NDArray value = parts.objective()
                    .valueLoss(now.values(), some.values(), some.returns(), mask, options.clip().value());
            NDArray entropy = parts.objective().entropy(now.logits(), mask);
            NDArray total = parts.objective().totalLoss(
                    policy.loss(), value, entropy, options.weights().value(), options.weights().entropy());
            return new StepLosses(total, policy, value, entropy, fresh, now.values(), some);
        }
    }

    /** Ratio 1 in every step. */
    @Lookalike(todo = "4.1.9.e", of = "old-log-probs-anew")
    public static class AlwaysOnPolicy extends InOneGo {
        /** Turns it wrong. */
        public AlwaysOnPolicy() {
            oldIsNew = true;
        }
    }

    /** Advantages in rewards. */
    @Lookalike(todo = "4.1.9.e", of = "not-whitened")
    public static class WithTheirUnit extends InOneGo {
        /** Turns it wrong. */
        public WithTheirUnit() {
            rawAdvantages = true;
        }
    }

    /** Returns without a unit. */
    @Lookalike(todo = "4.1.9.e", of = "returns-from-whitened")
    public static class WithoutAUnit extends InOneGo {
        /** Turns it wrong. */
        public WithoutAUnit() {
            whitenedReturns = true;
        }
    }

    /** A divergence of 0. */
    @Lookalike(todo = "4.1.9.e", of = "no-penalty")
    public static class ComparedWithItself extends InOneGo {
        /** Turns it wrong. */
        public ComparedWithItself() {
            ofItself = true;
        }
    }

    /** Two at once. */
    @Lookalike(todo = "4.1.9.e")
    public static class NeitherWhitenedNorOld extends InOneGo {
        /** Turns it wrong, twice. */
        public NeitherWhitenedNorOld() {
            rawAdvantages = true;
            oldIsNew = true;
        }
    }

    /** Away from the reward. */
    @Lookalike(todo = "4.1.9.e")
    public static class TheOtherWay extends InOneGo {
        /** Turns it wrong. */
        public TheOtherWay() {
            flipped = true;
        }
    }

    /** One order for all epochs, and a row too few. */
    @Lookalike(todo = "4.1.9.e")
    public static class ShuffledOnce extends InOneGo {
        /** Turns it wrong. */
        public ShuffledOnce() {
            shuffledOnce = true;
            skippedAtTheEnd = 1;
        }
    }
}
