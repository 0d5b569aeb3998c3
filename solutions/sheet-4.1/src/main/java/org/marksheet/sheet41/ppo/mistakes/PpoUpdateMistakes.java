package org.marksheet.sheet41.ppo.mistakes;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.marksheet.grader.api.Mistake;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.sheet41.ppo.Learner;
import org.marksheet.sheet41.ppo.Learner.Evaluation;
import org.marksheet.sheet41.ppo.MiniBatchPpoUpdate;
import org.marksheet.sheet41.ppo.PolicyLoss;
import org.marksheet.sheet41.ppo.PpoOptions;
import org.marksheet.sheet41.ppo.PpoParts;
import org.marksheet.sheet41.ppo.Responses;
import org.marksheet.sheet41.ppo.Rollout;
import org.marksheet.sheet41.ppo.Scorer;
import org.marksheet.sheet41.ppo.StepLosses;

/** What goes wrong in 4.1.9.e. */
public final class PpoUpdateMistakes {
    private PpoUpdateMistakes() {}

    /** The right order in steps, of which a mistake replaces one. */
    abstract static class Stepped extends MiniBatchPpoUpdate {
        @Override
        public Rollout ppoUpdate(
                Learner learner, List<long[]> prompts, Scorer scorer, PpoParts parts, PpoOptions options, RandomSource random) {
            refuse(options);
            NDArray ids = parts.generation()
                    .generate(learner.policy(), parts.sampling(), prompts, options.generation(), drawn -> false, random);
            Responses responses = Responses.of(prompts, ids, options.generation());
            NDArray scores = scorer.score(responses);
            Evaluation before = learner.evaluate(responses);
            NDArray logProbs = parts.kl().tokenLogProbs(before.logits(), ids, 1, tau(options));
            NDArray reference = parts.kl().tokenLogProbs(learner.referenceLogits(responses), ids, 1, options.generation().temperature());
            NDArray mask = responses.responseMask();
            NDArray rewards = parts.kl()
                    .penalizedRewards(scores, logProbs, reference(logProbs, reference), mask, options.klCoefficient());
            NDArray advantages = parts.advantages()
                    .generalizedAdvantages(
                            rewards, before.values(), mask, options.discount().gamma(), options.discount().lambda());
            Taught taught = taught(parts, advantages, before.values(), mask);
            Rollout rollout = new Rollout(
                    responses, scores, logProbs, reference, before.values(), rewards, taught.advantages(), taught.returns());
            for (int epoch = 0; epoch < epochs(options); epoch++) {
                NDArray order = order(random, prompts.size());
                for (int row = 0; row < end(prompts.size(), options); row += options.passes().miniBatch()) {
                    NDArray rows = order.get(row + ":" + Math.min(prompts.size(), row + options.passes().miniBatch()));
                    Rollout miniBatch = rollout.rows(rows);
                    learner.step(() -> losses(learner, miniBatch, parts, options));
                }
            }
            return rollout;
        }

        StepLosses losses(Learner learner, Rollout of, PpoParts parts, PpoOptions options) {
            NDArray mask = of.responses().responseMask();
            Evaluation now = learner.evaluate(of.responses());
            NDArray logProbs = parts.kl()
                    .tokenLogProbs(now.logits(), of.responses().responseIds(), 1, options.generation().temperature());
            PolicyLoss policy = parts.objective()
                    .policyLoss(logProbs, old(of, logProbs), advantages(parts, of), mask, options.clip().policy());
            NDArray value = parts.objective()
                    .valueLoss(now.values(), oldValues(of, now), of.returns(), mask, options.clip().value());
            NDArray entropy = parts.objective().entropy(now.logits(), mask);
            NDArray total = parts.objective()
                    .totalLoss(policy.loss(), value, entropy, options.weights().value(), options.weights().entropy());
            return new StepLosses(total(total, logProbs, of), policy, value, entropy, logProbs, now.values(), of);
        }

        void refuse(PpoOptions options) {
            if (!(options.generation().temperature() > 0)) {
                throw new IllegalArgumentException("temperature must be greater than 0");
            }
        }

        float tau(PpoOptions options) {
            return options.generation().temperature();
        }

        NDArray reference(NDArray logProbs, NDArray reference) {
            return reference;
        }

        /** What the losses are given. */
        record Taught(NDArray advantages, NDArray returns) {}

        Taught taught(PpoParts parts, NDArray advantages, NDArray values, NDArray mask) {
            NDArray returns = parts.advantages().returns(advantages, values, mask);
            return new Taught(whitened(parts, advantages, mask), returns);
        }

        NDArray whitened(PpoParts parts, NDArray advantages, NDArray mask) {
            return parts.advantages().whiten(advantages, mask, true);
        }

        int epochs(PpoOptions options) {
            return options.passes().epochs();
        }

        NDArray order(RandomSource random, int rows) {
            return random.uniform(rows).argSort(0, true);
        }

        int end(int rows, PpoOptions options) {
            return rows;
        }

        NDArray old(Rollout of, NDArray logProbs) {
            return of.logProbs();
        }

        NDArray oldValues(Rollout of, Evaluation now) {
            return of.values();
        }

        NDArray advantages(PpoParts parts, Rollout of) {
            return of.advantages();
        }

        NDArray total(NDArray total, NDArray logProbs, Rollout of) {
            return total;
        }
    }

    @Mistake(value = "old-log-probs-anew", todo = "4.1.9.e")
    public static final class OldLogProbsAnew extends Stepped {
        @Override
        NDArray old(Rollout of, NDArray logProbs) {
            return logProbs.stopGradient();
        }
    }

    @Mistake(value = "old-values-anew", todo = "4.1.9.e")
    public static final class OldValuesAnew extends Stepped {
        @Override
        NDArray oldValues(Rollout of, Evaluation now) {
            return now.values().stopGradient();
        }
    }

    @Mistake(value = "whitened-per-mini-batch", todo = "4.1.9.e")
    public static final class WhitenedPerMiniBatch extends Stepped {
        @Override
        NDArray whitened(PpoParts parts, NDArray advantages, NDArray mask) {
            return advantages;
        }

        @Override
        NDArray advantages(PpoParts parts, Rollout of) {
            return parts.advantages().whiten(of.advantages(), of.responses().responseMask(), true);
        }
    }

    @Mistake(value = "not-whitened", todo = "4.1.9.e")
    public static final class NotWhitened extends Stepped {
        @Override
        NDArray whitened(PpoParts parts, NDArray advantages, NDArray mask) {
            return advantages;
        }
    }

    @Mistake(value = "returns-from-whitened", todo = "4.1.9.e")
    public static final class ReturnsFromWhitened extends Stepped {
        @Override
        Taught taught(PpoParts parts, NDArray advantages, NDArray values, NDArray mask) {
            NDArray whitened = whitened(parts, advantages, mask);
            return new Taught(whitened, parts.advantages().returns(whitened, values, mask));
        }
    }

    @Mistake(value = "penalty-in-the-loss-too", todo = "4.1.9.e")
    public static final class PenaltyInTheLossToo extends Stepped {
        @Override
        NDArray total(NDArray total, NDArray logProbs, Rollout of) {
            return total.add(logProbs.sub(of.refLogProbs()).mean());
        }
    }

    @Mistake(value = "no-penalty", todo = "4.1.9.e")
    public static final class NoPenalty extends Stepped {
        @Override
        NDArray reference(NDArray logProbs, NDArray reference) {
            return logProbs;
        }
    }

    @Mistake(value = "one-mini-batch-only", todo = "4.1.9.e")
    public static final class OneMiniBatchOnly extends Stepped {
        @Override
        int end(int rows, PpoOptions options) {
            return options.passes().miniBatch();
        }
    }

    @Mistake(value = "last-rows-dropped", todo = "4.1.9.e")
    public static final class LastRowsDropped extends Stepped {
        @Override
        int end(int rows, PpoOptions options) {
            return rows / options.passes().miniBatch() * options.passes().miniBatch();
        }
    }

    @Mistake(value = "one-epoch-only", todo = "4.1.9.e")
    public static final class OneEpochOnly extends Stepped {
        @Override
        int epochs(PpoOptions options) {
            return 1;
        }
    }

    @Mistake(value = "not-shuffled", todo = "4.1.9.e")
    public static final class NotShuffled extends Stepped {
        @Override
        NDArray order(RandomSource random, int rows) {
            return super.order(random, rows).sort();
        }
    }

    @Mistake(value = "temperature-on-one-side", todo = "4.1.9.e")
    public static final class TemperatureOnOneSide extends Stepped {
        @Override
        float tau(PpoOptions options) {
            return 1;
        }
    }

    @Mistake(value = "greedy-accepted", todo = "4.1.9.e")
    public static final class GreedyAccepted extends Stepped {
        @Override
        void refuse(PpoOptions options) {}
    }
}
