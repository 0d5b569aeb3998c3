package org.marksheet.sheet41;

import java.util.List;
import org.marksheet.sheet41.advantages.AdvantageEstimation;
import org.marksheet.sheet41.advantages.GeneralizedAdvantageEstimation;
import org.marksheet.sheet41.generation.BatchGeneration;
import org.marksheet.sheet41.generation.Generation;
import org.marksheet.sheet41.generation.LogitSampling;
import org.marksheet.sheet41.generation.Sampling;
import org.marksheet.sheet41.kl.KlPenalty;
import org.marksheet.sheet41.kl.TokenKlPenalty;
import org.marksheet.sheet41.policygradient.LeaveOneOutPolicyGradient;
import org.marksheet.sheet41.policygradient.PolicyGradient;
import org.marksheet.sheet41.ppo.ClippedPpoObjective;
import org.marksheet.sheet41.ppo.MiniBatchPpoUpdate;
import org.marksheet.sheet41.ppo.PpoObjective;
import org.marksheet.sheet41.ppo.PpoUpdate;
import org.marksheet.sheet41.preference.PairwisePreferences;
import org.marksheet.sheet41.preference.Preferences;
import org.marksheet.sheet41.reward.Rewards;
import org.marksheet.sheet41.reward.TextRewards;
import org.marksheet.sheet41.sft.CompletionSftObjective;
import org.marksheet.sheet41.sft.SftObjective;

/** All that is to be written on this sheet, in its order. */
public final class Todos {
    private static final List<Exercise> EXERCISES =
            List.of(
                    new Exercise(
                            "4.1.1",
                            "Supervised fine-tuning",
                            List.of(
                                    sftObjective("4.1.1.a", "sftLabels"),
                                    sftObjective("4.1.1.b", "sftLoss"))),
                    new Exercise(
                            "4.1.2",
                            "Generation",
                            List.of(
                                    sampling("4.1.2.a", "temperature"),
                                    sampling("4.1.2.b", "minNewTokens"),
                                    sampling("4.1.2.c", "topK"),
                                    sampling("4.1.2.d", "topP"),
                                    sampling("4.1.2.e", "sample"),
                                    new Todo("4.1.2.f", Generation.class, BatchGeneration.class, "generate"))),
                    new Exercise(
                            "4.1.4",
                            "Reward models",
                            List.of(
                                    preferences("4.1.4.a", "bradleyTerryLoss"),
                                    preferences("4.1.4.b", "rankingAccuracy"))),
                    new Exercise(
                            "4.1.5",
                            "Reward computation",
                            List.of(
                                    rewards("4.1.5.a", "sentimentReward"),
                                    rewards("4.1.5.b", "letterReward"),
                                    rewards("4.1.5.c", "rouge1"))),
                    new Exercise(
                            "4.1.6",
                            "Policy gradient and the bottleneck",
                            List.of(
                                    policyGradient("4.1.6.a", "baseline"),
                                    policyGradient("4.1.6.b", "scoreFunctionLoss"))),
                    new Exercise(
                            "4.1.7",
                            "KL-penalised reward",
                            List.of(
                                    klPenalty("4.1.7.a", "tokenLogProbs"),
                                    klPenalty("4.1.7.b", "klEstimates"),
                                    klPenalty("4.1.7.c", "sequenceKl"),
                                    klPenalty("4.1.7.d", "penalizedRewards"),
                                    klPenalty("4.1.7.e", "adaptKlCoefficient"))),
                    new Exercise(
                            "4.1.8",
                            "Advantages",
                            List.of(
                                    advantages("4.1.8.a", "generalizedAdvantages"),
                                    advantages("4.1.8.b", "returns"),
                                    advantages("4.1.8.c", "whiten"))),
                    new Exercise(
                            "4.1.9",
                            "PPO clipping",
                            List.of(
                                    ppoObjective("4.1.9.a", "policyLoss"),
                                    ppoObjective("4.1.9.b", "valueLoss"),
                                    ppoObjective("4.1.9.c", "entropy"),
                                    ppoObjective("4.1.9.d", "totalLoss"),
                                    new Todo("4.1.9.e", PpoUpdate.class, MiniBatchPpoUpdate.class, "ppoUpdate"))));

    private Todos() {}

    /** Returns the exercises that have something to write. */
    public static List<Exercise> exercises() {
        return EXERCISES;
    }

    /** Returns the TODOs of all exercises. */
    public static List<Todo> all() {
        return EXERCISES.stream().flatMap(exercise -> exercise.todos().stream()).toList();
    }

    private static Todo sftObjective(String id, String method) {
        return new Todo(id, SftObjective.class, CompletionSftObjective.class, method);
    }

    private static Todo sampling(String id, String method) {
        return new Todo(id, Sampling.class, LogitSampling.class, method);
    }

    private static Todo preferences(String id, String method) {
        return new Todo(id, Preferences.class, PairwisePreferences.class, method);
    }

    private static Todo rewards(String id, String method) {
        return new Todo(id, Rewards.class, TextRewards.class, method);
    }

    private static Todo policyGradient(String id, String method) {
        return new Todo(id, PolicyGradient.class, LeaveOneOutPolicyGradient.class, method);
    }

    private static Todo klPenalty(String id, String method) {
        return new Todo(id, KlPenalty.class, TokenKlPenalty.class, method);
    }

    private static Todo advantages(String id, String method) {
        return new Todo(id, AdvantageEstimation.class, GeneralizedAdvantageEstimation.class, method);
    }

    private static Todo ppoObjective(String id, String method) {
        return new Todo(id, PpoObjective.class, ClippedPpoObjective.class, method);
    }
}
