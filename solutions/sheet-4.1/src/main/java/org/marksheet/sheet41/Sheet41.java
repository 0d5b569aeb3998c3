package org.marksheet.sheet41;

import java.util.List;
import java.util.Map;
import org.marksheet.grader.api.Sheet;
import org.marksheet.grader.api.TodoClass;
import org.marksheet.sheet41.advantages.AdvantageEstimation;
import org.marksheet.sheet41.advantages.GeneralizedAdvantageEstimation;
import org.marksheet.sheet41.generation.BatchGeneration;
import org.marksheet.sheet41.generation.Generation;
import org.marksheet.sheet41.generation.LogitSampling;
import org.marksheet.sheet41.generation.Sampling;
import org.marksheet.sheet41.generation.alternatives.GenerationAlternatives;
import org.marksheet.sheet41.generation.alternatives.SamplingAlternatives;
import org.marksheet.sheet41.generation.checks.GenerateChecks;
import org.marksheet.sheet41.generation.checks.MinNewTokensChecks;
import org.marksheet.sheet41.generation.checks.SampleChecks;
import org.marksheet.sheet41.generation.checks.TemperatureChecks;
import org.marksheet.sheet41.generation.checks.TopKChecks;
import org.marksheet.sheet41.generation.checks.TopPChecks;
import org.marksheet.sheet41.generation.lookalikes.GenerationLookalikes;
import org.marksheet.sheet41.generation.lookalikes.SamplingLookalikes;
import org.marksheet.sheet41.generation.mistakes.GenerateMistakes;
import org.marksheet.sheet41.generation.mistakes.MinNewTokensMistakes;
import org.marksheet.sheet41.generation.mistakes.SampleMistakes;
import org.marksheet.sheet41.generation.mistakes.StepMistakes;
import org.marksheet.sheet41.generation.mistakes.TemperatureMistakes;
import org.marksheet.sheet41.generation.mistakes.TopKMistakes;
import org.marksheet.sheet41.generation.mistakes.TopPMistakes;
import org.marksheet.sheet41.kl.KlPenalty;
import org.marksheet.sheet41.kl.TokenKlPenalty;
import org.marksheet.sheet41.kl.alternatives.KlFormulaAlternatives;
import org.marksheet.sheet41.kl.alternatives.KlLoopAlternatives;
import org.marksheet.sheet41.kl.checks.AdaptKlCoefficientChecks;
import org.marksheet.sheet41.kl.checks.KlEstimatesChecks;
import org.marksheet.sheet41.kl.checks.PenalizedRewardsChecks;
import org.marksheet.sheet41.kl.checks.SequenceKlChecks;
import org.marksheet.sheet41.kl.checks.TokenLogProbsChecks;
import org.marksheet.sheet41.kl.lookalikes.KlLookalikes;
import org.marksheet.sheet41.kl.mistakes.AdaptKlCoefficientMistakes;
import org.marksheet.sheet41.kl.mistakes.KlEstimatesMistakes;
import org.marksheet.sheet41.kl.mistakes.PenalizedRewardsMistakes;
import org.marksheet.sheet41.kl.mistakes.SequenceKlMistakes;
import org.marksheet.sheet41.kl.mistakes.TokenLogProbsMistakes;
import org.marksheet.sheet41.policygradient.LeaveOneOutPolicyGradient;
import org.marksheet.sheet41.policygradient.PolicyGradient;
import org.marksheet.sheet41.ppo.ClippedPpoObjective;
import org.marksheet.sheet41.ppo.MiniBatchPpoUpdate;
import org.marksheet.sheet41.ppo.PpoObjective;
import org.marksheet.sheet41.ppo.PpoUpdate;
import org.marksheet.sheet41.ppo.alternatives.FormulaAlternatives;
import org.marksheet.sheet41.ppo.alternatives.LoopAlternatives;
import org.marksheet.sheet41.ppo.alternatives.NumberAlternatives;
import org.marksheet.sheet41.ppo.alternatives.UpdateAlternatives;
import org.marksheet.sheet41.ppo.checks.EntropyChecks;
import org.marksheet.sheet41.ppo.checks.PolicyLossChecks;
import org.marksheet.sheet41.ppo.checks.TotalLossChecks;
import org.marksheet.sheet41.ppo.checks.UpdateChecks;
import org.marksheet.sheet41.ppo.checks.ValueLossChecks;
import org.marksheet.sheet41.ppo.lookalikes.PpoLookalikes;
import org.marksheet.sheet41.ppo.lookalikes.UpdateLookalikes;
import org.marksheet.sheet41.ppo.mistakes.EntropyMistakes;
import org.marksheet.sheet41.ppo.mistakes.PolicyLossMistakes;
import org.marksheet.sheet41.ppo.mistakes.PpoUpdateMistakes;
import org.marksheet.sheet41.ppo.mistakes.TotalLossMistakes;
import org.marksheet.sheet41.ppo.mistakes.ValueLossMistakes;
import org.marksheet.sheet41.preference.PairwisePreferences;
import org.marksheet.sheet41.preference.Preferences;
import org.marksheet.sheet41.preference.alternatives.PreferenceAlternatives;
import org.marksheet.sheet41.preference.checks.BradleyTerryLossChecks;
import org.marksheet.sheet41.preference.checks.RankingAccuracyChecks;
import org.marksheet.sheet41.preference.lookalikes.PreferenceLookalikes;
import org.marksheet.sheet41.preference.mistakes.BradleyTerryLossMistakes;
import org.marksheet.sheet41.preference.mistakes.RankingAccuracyMistakes;
import org.marksheet.sheet41.reward.Rewards;
import org.marksheet.sheet41.reward.TextRewards;
import org.marksheet.sheet41.reward.alternatives.RewardAlternatives;
import org.marksheet.sheet41.reward.checks.LetterRewardChecks;
import org.marksheet.sheet41.reward.checks.Rouge1Checks;
import org.marksheet.sheet41.reward.checks.SentimentRewardChecks;
import org.marksheet.sheet41.reward.lookalikes.RewardLookalikes;
import org.marksheet.sheet41.reward.mistakes.LetterRewardMistakes;
import org.marksheet.sheet41.reward.mistakes.Rouge1Mistakes;
import org.marksheet.sheet41.reward.mistakes.SentimentRewardMistakes;
import org.marksheet.sheet41.sft.CompletionSftObjective;
import org.marksheet.sheet41.sft.SftObjective;

/** Sheet 4.1, supervised fine-tuning and RL fine-tuning, as the grader sees it. */
public final class Sheet41 implements Sheet {
    @Override
    public String id() {
        return "4.1";
    }

    @Override
    public String rootPackage() {
        return "org.marksheet.sheet41";
    }

    @Override
    public List<TodoClass> todoClasses() {
        return List.of(
                new TodoClass(
                        SftObjective.class,
                        CompletionSftObjective.class.getName(),
                        Map.of(
                                "sftLabels", "4.1.1.a",
                                "sftLoss", "4.1.1.b")),
                new TodoClass(
                        Sampling.class,
                        LogitSampling.class.getName(),
                        Map.of(
                                "temperature", "4.1.2.a",
                                "minNewTokens", "4.1.2.b",
                                "topK", "4.1.2.c",
                                "topP", "4.1.2.d",
                                "sample", "4.1.2.e")),
                new TodoClass(Generation.class, BatchGeneration.class.getName(), Map.of("generate", "4.1.2.f")),
                new TodoClass(
                        Preferences.class,
                        PairwisePreferences.class.getName(),
                        Map.of(
                                "bradleyTerryLoss", "4.1.4.a",
                                "rankingAccuracy", "4.1.4.b")),
                new TodoClass(
                        Rewards.class,
                        TextRewards.class.getName(),
                        Map.of(
                                "sentimentReward", "4.1.5.a",
                                "letterReward", "4.1.5.b",
                                "rouge1", "4.1.5.c")),
                new TodoClass(
                        PolicyGradient.class,
                        LeaveOneOutPolicyGradient.class.getName(),
                        Map.of(
                                "baseline", "4.1.6.a",
                                "scoreFunctionLoss", "4.1.6.b")),
                new TodoClass(
                        KlPenalty.class,
                        TokenKlPenalty.class.getName(),
                        Map.of(
                                "tokenLogProbs", "4.1.7.a",
                                "klEstimates", "4.1.7.b",
                                "sequenceKl", "4.1.7.c",
                                "penalizedRewards", "4.1.7.d",
                                "adaptKlCoefficient", "4.1.7.e")),
                new TodoClass(
                        AdvantageEstimation.class,
                        GeneralizedAdvantageEstimation.class.getName(),
                        Map.of(
                                "generalizedAdvantages", "4.1.8.a",
                                "returns", "4.1.8.b",
                                "whiten", "4.1.8.c")),
                new TodoClass(
                        PpoObjective.class,
                        ClippedPpoObjective.class.getName(),
                        Map.of(
                                "policyLoss", "4.1.9.a",
                                "valueLoss", "4.1.9.b",
                                "entropy", "4.1.9.c",
                                "totalLoss", "4.1.9.d")),
                new TodoClass(
                        PpoUpdate.class, MiniBatchPpoUpdate.class.getName(), Map.of("ppoUpdate", "4.1.9.e")));
    }

    @Override
    public List<Class<?>> checks() {
        return List.of(
                // 4.1.2
                TemperatureChecks.class,
                MinNewTokensChecks.class,
                TopKChecks.class,
                TopPChecks.class,
                SampleChecks.class,
                GenerateChecks.class,
                // 4.1.4
                BradleyTerryLossChecks.class,
                RankingAccuracyChecks.class,
                // 4.1.5 and 4.1.7
                SentimentRewardChecks.class,
                LetterRewardChecks.class,
                Rouge1Checks.class,
                TokenLogProbsChecks.class,
                KlEstimatesChecks.class,
                SequenceKlChecks.class,
                PenalizedRewardsChecks.class,
                AdaptKlCoefficientChecks.class,
                // 4.1.9
                PolicyLossChecks.class,
                ValueLossChecks.class,
                EntropyChecks.class,
                TotalLossChecks.class,
                UpdateChecks.class);
    }

    @Override
    public List<Class<?>> mistakes() {
        return List.of(
                // 4.1.2
                TemperatureMistakes.class,
                MinNewTokensMistakes.class,
                TopKMistakes.class,
                TopPMistakes.class,
                SampleMistakes.class,
                GenerateMistakes.class,
                StepMistakes.class,
                // 4.1.4
                BradleyTerryLossMistakes.class,
                RankingAccuracyMistakes.class,
                // 4.1.5 and 4.1.7
                SentimentRewardMistakes.class,
                LetterRewardMistakes.class,
                Rouge1Mistakes.class,
                TokenLogProbsMistakes.class,
                KlEstimatesMistakes.class,
                SequenceKlMistakes.class,
                PenalizedRewardsMistakes.class,
                AdaptKlCoefficientMistakes.class,
                // 4.1.9
                PolicyLossMistakes.class,
                ValueLossMistakes.class,
                EntropyMistakes.class,
                TotalLossMistakes.class,
                PpoUpdateMistakes.class);
    }

    @Override
    public List<Class<?>> alternatives() {
        return List.of(
                // 4.1.2
                SamplingAlternatives.class,
                GenerationAlternatives.class,
                // 4.1.4
                PreferenceAlternatives.class,
                // 4.1.5 and 4.1.7
                RewardAlternatives.class,
                KlLoopAlternatives.class,
                KlFormulaAlternatives.class,
                // 4.1.9
                LoopAlternatives.class,
                NumberAlternatives.class,
                FormulaAlternatives.class,
                UpdateAlternatives.class);
    }

    @Override
    public List<Class<?>> lookalikes() {
        return List.of(
                // 4.1.2
                SamplingLookalikes.class,
                GenerationLookalikes.class,
                // 4.1.4
                PreferenceLookalikes.class,
                // 4.1.5 and 4.1.7
                RewardLookalikes.class,
                KlLookalikes.class,
                // 4.1.9
                PpoLookalikes.class,
                UpdateLookalikes.class);
    }
}
