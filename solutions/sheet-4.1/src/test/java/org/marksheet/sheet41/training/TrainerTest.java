package org.marksheet.sheet41.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.lab.model.gpt2.Gpt2;
import org.marksheet.lab.model.gpt2.Gpt2Config;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.sheet41.advantages.GeneralizedAdvantageEstimation;
import org.marksheet.sheet41.generation.BatchGeneration;
import org.marksheet.sheet41.generation.GenerationOptions;
import org.marksheet.sheet41.generation.LogitSampling;
import org.marksheet.sheet41.kl.KlPenalty;
import org.marksheet.sheet41.kl.TokenKlPenalty;
import org.marksheet.sheet41.policygradient.LeaveOneOutPolicyGradient;
import org.marksheet.sheet41.ppo.ClippedPpoObjective;
import org.marksheet.sheet41.ppo.MiniBatchPpoUpdate;
import org.marksheet.sheet41.ppo.PpoOptions;
import org.marksheet.sheet41.ppo.PpoParts;
import org.marksheet.sheet41.ppo.PpoUpdate;
import org.marksheet.sheet41.ppo.Scorer;

/** Tiny runs: a model of 16 tokens is paid for saying one of them. */
class TrainerTest {
    static final int EOS = 0;
    private static final int WANTED = 7;
    private static final Gpt2Config TINY = Gpt2Config.of(16, 24, 16, 1, 2, EOS);
    private static final KlPenalty KL = new TokenKlPenalty();

    /** The share of a response's tokens that are the wanted one. */
    static final Scorer SHARE = responses -> {
        NDArray mask = responses.responseMask().toType(DataType.FLOAT32, false);
        NDArray wanted = responses.responseIds().eq(WANTED).toType(DataType.FLOAT32, false).mul(mask);
        return wanted.sum(new int[] {1}).div(mask.sum(new int[] {1}));
    };

    @Test
    void theScoreRisesAndTheDivergenceStaysBounded() {
        List<Map<String, Double>> log = run(settings(30, .05f), SHARE, new MiniBatchPpoUpdate());
        assertThat(last(log, "objective/scores")).isGreaterThan(first(log, "objective/scores") + .3);
        assertThat(log.stream().map(row -> row.get("objective/kl"))).allSatisfy(kl -> assertThat(kl).isBetween(-.5, 15.));
        assertThat(log.get(0).get("objective/kl")).as("nothing has changed yet").isBetween(-1e-4, 1e-4);
        assertThat(log.get(0).get("val/ratio")).isBetween(.9, 1.1);
        assertThat(log.get(29).get("episode")).isEqualTo(30 * 32.);
    }

    @Test
    void everyQuantityIsLogged() {
        assertThat(run(settings(1, .05f), SHARE, new MiniBatchPpoUpdate()).get(0)).containsOnlyKeys(
                "objective/kl", "objective/entropy", "objective/non_score_reward", "objective/rlhf_reward", "objective/scores",
                "objective/kl_coef", "policy/approxkl_avg", "policy/clipfrac_avg", "policy/entropy_avg", "loss/policy_avg",
                "loss/value_avg", "val/clipfrac_avg", "val/ratio", "val/ratio_var", "val/num_eos_tokens", "response/length", "lr",
                "episode", "tokens_per_second");
    }

    @Test
    void withoutAPenaltyTheDivergenceRuns() {
        double held = last(run(settings(30, .3f), SHARE, new MiniBatchPpoUpdate()), "objective/kl");
        double free = last(run(settings(30, 0), SHARE, new MiniBatchPpoUpdate()), "objective/kl");
        assertThat(free).isGreaterThan(3 * held);
    }

    @Test
    void aFlippedSignLowersTheScore() {
        Scorer flipped = responses -> SHARE.score(responses).neg();
        List<Map<String, Double>> log = run(settings(30, .02f), flipped, new MiniBatchPpoUpdate());
        assertThat(-last(log, "objective/scores")).isLessThan(-first(log, "objective/scores") / 2);
    }

    @Test
    void reinforceLearnsOnTheSameParts() {
        Reinforce reinforce = new Reinforce(new LeaveOneOutPolicyGradient());
        List<Map<String, Double>> log = run(settings(80, .02f), SHARE, reinforce::update);
        assertThat(last(log, "objective/scores")).isGreaterThan(first(log, "objective/scores") + .15);
    }

    @Test
    void theSameSeedIsTheSameRunAndAnotherSeedAnother() {
        List<Map<String, Double>> once = run(settings(3, .05f), SHARE, new MiniBatchPpoUpdate());
        assertThat(untimed(run(settings(3, .05f), SHARE, new MiniBatchPpoUpdate()))).isEqualTo(untimed(once));
        TrainingSettings other = new TrainingSettings(
                9, 3, 32, settings(3, .05f).prompts(), settings(3, .05f).optimizer(), settings(3, .05f).ppo(), settings(3, .05f).klControl());
        assertThat(untimed(run(other, SHARE, new MiniBatchPpoUpdate()))).isNotEqualTo(untimed(once));
    }

    @Test
    void aRunThatIsResumedIsTheRunThatWasNotInterrupted(@TempDir Path folder) {
        TrainingSettings settings = adaptive(settings(6, .05f));
        List<Map<String, Double>> whole = new ArrayList<>();
        List<Map<String, Double>> parts = new ArrayList<>();
        try (Gpt2 start = Gpt2.random(TINY, 3)) {
            try (Trainer trainer = new Trainer(settings, task(SHARE, new MiniBatchPpoUpdate()), start)) {
                trainer.run((done, row) -> whole.add(row), () -> true);
            }
            try (Trainer trainer = new Trainer(settings, task(SHARE, new MiniBatchPpoUpdate()), start)) {
                trainer.run((done, row) -> parts.add(row), () -> trainer.done() < 3);
                trainer.state().save(folder);
                trainer.run((done, row) -> { }, () -> trainer.done() < 4);
            }
            try (Trainer trainer = new Trainer(settings, task(SHARE, new MiniBatchPpoUpdate()), start)) {
                trainer.restore(TrainingState.saved(folder));
                assertThat(trainer.done()).isEqualTo(3);
                trainer.run((done, row) -> parts.add(row), () -> true);
            }
        }
        assertThat(untimed(parts)).isEqualTo(untimed(whole));
    }

    @Test
    void goingOnWithoutAStateIsRefusedInWords(@TempDir Path folder) {
        assertThatThrownBy(() -> TrainingState.saved(folder))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("--resume");
    }

    @Test
    void logProbabilitiesOfAnotherPlaceAreSeenBeforeTheFirstStep() {
        TokenKlPenalty late = new TokenKlPenalty() {
            private int asked;

            @Override
            public NDArray tokenLogProbs(NDArray logits, NDArray ids, int start, float tau) {
                return super.tokenLogProbs(logits, ids, start, asked++ == 0 ? tau : 2 * tau);
            }
        };
        assertThatThrownBy(() -> run(settings(1, .05f), task(SHARE, new MiniBatchPpoUpdate(), late)))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("every ratio must be 1").hasMessageContaining("temperature");
    }

    @Test
    void aCutGraphEndsTheRunInWords() {
        ClippedPpoObjective cut = new ClippedPpoObjective() {
            @Override
            public NDArray totalLoss(NDArray policy, NDArray value, NDArray entropy, float valueWeight, float entropyWeight) {
                return super.totalLoss(policy, value, entropy, valueWeight, entropyWeight).stopGradient();
            }
        };
        PpoParts parts = new PpoParts(
                new BatchGeneration(), new LogitSampling(), KL, new GeneralizedAdvantageEstimation(), cut);
        assertThatThrownBy(() -> run(settings(1, .05f), new Trainer.Task(new MiniBatchPpoUpdate(), parts, prompts(), SHARE)))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("graph is cut");
    }

    @Test
    void theReferenceStaysAndThePolicyMoves() {
        try (Gpt2 start = Gpt2.random(TINY, 3);
                Trainer trainer = new Trainer(settings(2, .05f), task(SHARE, new MiniBatchPpoUpdate()), start)) {
            float[] before = start.parameters().arrays().get(0).toFloatArray();
            trainer.run((done, row) -> { }, () -> true);
            assertThat(start.parameters().arrays().get(0).toFloatArray()).containsExactly(before);
            assertThat(trainer.policy().parameters().arrays().get(0).toFloatArray()).isNotEqualTo(before);
        }
    }

    @Test
    void nothingIsLeftBehindByAnUpdate() {
        try (Gpt2 start = Gpt2.random(TINY, 3);
                Trainer trainer = new Trainer(settings(60, .05f), task(SHARE, new MiniBatchPpoUpdate()), start)) {
            List<Integer> arrays = new ArrayList<>();
            trainer.run((done, row) -> arrays.add(managed()), () -> true);
            assertThat(arrays.get(59)).isEqualTo(arrays.get(9));
        }
    }

    /** Returns how many arrays belong to the engine, and so to nobody who will close them. */
    static int managed() {
        try (NDManager manager = Torch.manager()) {
            return manager.getParentManager().getManagedArrays().size();
        }
    }

    private static TrainingSettings settings(int updates, float klCoefficient) {
        return new TrainingSettings(
                1,
                updates,
                32,
                new TrainingSettings.PromptLength(1, 3),
                new TrainingSettings.Optimizer(3e-3, 1),
                new PpoOptions(
                        new GenerationOptions(8, 0, 1, 0, 1, EOS, EOS),
                        klCoefficient,
                        new PpoOptions.Discount(1, .95f),
                        new PpoOptions.Clip(.2f, .2f),
                        new PpoOptions.Weights(.1f, 0),
                        new PpoOptions.Passes(4, 16)),
                new TrainingSettings.KlControl(false, 6, 1000));
    }

    private static TrainingSettings adaptive(TrainingSettings settings) {
        return new TrainingSettings(
                settings.seed(), settings.updates(), settings.batch(), settings.prompts(), settings.optimizer(), settings.ppo(),
                new TrainingSettings.KlControl(true, 6, 1000));
    }

    private static List<Map<String, Double>> run(TrainingSettings settings, Scorer scorer, PpoUpdate update) {
        return run(settings, task(scorer, update));
    }

    private static List<Map<String, Double>> run(TrainingSettings settings, Trainer.Task task) {
        List<Map<String, Double>> log = new ArrayList<>();
        try (Gpt2 start = Gpt2.random(TINY, 3); Trainer trainer = new Trainer(settings, task, start)) {
            trainer.run((done, row) -> log.add(row), () -> true);
        }
        return log;
    }

    static Trainer.Task task(Scorer scorer, PpoUpdate update) {
        return task(scorer, update, KL);
    }

    private static Trainer.Task task(Scorer scorer, PpoUpdate update, KlPenalty kl) {
        return new Trainer.Task(
                update,
                new PpoParts(
                        new BatchGeneration(), new LogitSampling(), kl, new GeneralizedAdvantageEstimation(), new ClippedPpoObjective()),
                prompts(),
                scorer);
    }

    private static Prompts prompts() {
        return new Prompts(List.of(new long[] {1, 2, 3, 4}, new long[] {5, 6, 8}, new long[] {9}, new long[] {10, 11}));
    }

    private static List<Map<String, Double>> untimed(List<Map<String, Double>> log) {
        UnaryOperator<Map<String, Double>> without = row -> {
            Map<String, Double> rest = new LinkedHashMap<>(row);
            rest.remove("tokens_per_second");
            return rest;
        };
        return log.stream().map(without).toList();
    }

    private static double first(List<Map<String, Double>> log, String name) {
        return log.subList(0, 3).stream().mapToDouble(row -> row.get(name)).average().orElseThrow();
    }

    private static double last(List<Map<String, Double>> log, String name) {
        return log.subList(log.size() - 3, log.size()).stream().mapToDouble(row -> row.get(name)).average().orElseThrow();
    }
}
