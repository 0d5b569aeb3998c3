package org.marksheet.sheet41.toyworld.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.lab.model.distilbert.DistilBert;
import org.marksheet.lab.model.distilbert.DistilBertConfig;
import org.marksheet.lab.model.gpt2.Gpt2;
import org.marksheet.lab.model.gpt2.Gpt2Config;
import org.marksheet.lab.text.Tokenizer;
import org.marksheet.sheet41.preference.PairwisePreferences;
import org.marksheet.sheet41.sft.CompletionSftObjective;
import org.marksheet.sheet41.toyworld.Review;
import org.marksheet.sheet41.toyworld.Reviews;
import org.marksheet.sheet41.toyworld.instruction.PreferencePair;
import org.marksheet.sheet41.toyworld.instruction.PreferencePairs;
import org.marksheet.sheet41.toyworld.tokenizer.BytePairs;
import org.marksheet.sheet41.toyworld.tokenizer.TokenizerFiles;

class TrainingTest {
    private static final Sources SOURCES = Sources.of(7);
    private static final int POSITIONS = 90;

    @TempDir
    private Path folder;

    @Test
    void aLanguageModelLearnsAndTheSameSeedLearnsTheSame() {
        List<Float> losses = languageLosses(12);
        assertThat(losses.get(0)).isBetween(6f, 6.6f); // log 500 = 6.21
        assertThat(losses.get(11)).isLessThan(5.6f);
        assertThat(languageLosses(12)).isEqualTo(losses);
    }

    @Test
    void tuningLearnsAnswersOnly() {
        try (Tokenizer tokenizer = languageTokenizer(); Gpt2 model = tinyGpt2()) {
            List<Float> losses = new ArrayList<>();
            new InstructTraining(SOURCES, tokenizer, new CompletionSftObjective())
                    .run(model, new Plan(12, 8, 1e-2, 0), (steps, loss) -> losses.add(loss));
            assertThat(losses.get(11)).isLessThan(losses.get(0) - .5f);
        }
    }

    @Test
    void aClassifierReadsShortReviewsFirst() {
        List<Review> data = new SentimentTraining(SOURCES).data(400);
        assertThat(data).hasSize(400);
        assertThat(data.subList(0, 60)).allSatisfy(review -> assertThat(Reviews.length(review.text())).isLessThan(9));
        assertThat(data.subList(60, 400)).anySatisfy(review -> assertThat(Reviews.length(review.text())).isGreaterThan(20));
    }

    @Test
    void aClassifierLearnsTheLabelsOfWhatItReads() {
        List<Review> few = SOURCES.testReviews(16);
        List<Review> again = Collections.nCopies(60, few).stream().flatMap(List::stream).toList();
        try (DistilBert model = tinyDistilBert(2)) {
            List<Float> losses = new ArrayList<>();
            new SentimentTraining(SOURCES).run(model, again, new Plan(60, 16, 1e-2, 0), (steps, loss) -> losses.add(loss));
            assertThat(losses.get(0)).isBetween(.6f, .8f);
            assertThat(losses.get(59)).isLessThan(.1f);
            assertThat(SentimentQuality.of(model, SOURCES.reviews(), few).accuracy()).isEqualTo(1);
        }
    }

    @Test
    void aRewardModelLearnsWhatWasPreferred() {
        PreferencePairs pairs = new PreferencePairs(SOURCES.reviews(), SOURCES.instructions(), 0);
        SplittableRandom random = new SplittableRandom(1);
        List<PreferencePair> test = Stream.generate(() -> pairs.drawHeldOut(random)).limit(200).toList();
        try (DistilBert model = tinyDistilBert(1)) {
            new HelpfulnessTraining(SOURCES, pairs, new PairwisePreferences())
                    .run(model, new Plan(40, 16, 3e-3, 0), (steps, loss) -> assertThat(loss).isBetween(0f, 3f));
            assertThat(PreferenceQuality.of(model, test).accuracy()).isGreaterThan(.6);
        }
    }

    @Test
    void anUntrainedModelFollowsNothing() {
        try (Tokenizer tokenizer = languageTokenizer(); Gpt2 model = tinyGpt2()) {
            InstructionQuality quality = InstructionQuality.of(new Samples(model, tokenizer, 3),
                    SOURCES.instructions().heldOut(), 3, 0, new SplittableRandom(2));
            assertThat(quality.followed()).isZero();
            assertThat(quality.byKind()).hasSize(4);
        }
    }

    @Test
    void usesOfChanceDoNotMeet() {
        Set<Long> first = new TreeSet<>();
        for (Sources.Use use : Sources.Use.values()) {
            first.add(SOURCES.random(use).nextLong());
            first.add(Sources.of(8).random(use).nextLong());
        }
        assertThat(first).hasSize(2 * Sources.Use.values().length);
    }

    @Test
    void anUnknownModelIsAnsweredWithTheKnownOnes() {
        assertThatThrownBy(() -> ToyModel.of("bass"))
                .hasMessage("there is no model bass; there are [base, sentiment, instruct, helpfulness]");
    }

    private List<Float> languageLosses(int steps) {
        try (Tokenizer tokenizer = languageTokenizer(); Gpt2 model = tinyGpt2()) {
            List<Float> losses = new ArrayList<>();
            new BaseTraining(SOURCES, tokenizer, new CompletionSftObjective())
                    .run(model, new Plan(steps, 4, 1e-2, .01), (done, loss) -> losses.add(loss));
            assertThat(model.parameters().arrays()).noneMatch(NDArray::hasGradient);
            return losses;
        }
    }

    private Tokenizer languageTokenizer() {
        TokenizerFiles.write(folder, BytePairs.learn(SOURCES.vocabularyTexts(1_000), 500), POSITIONS);
        return Tokenizer.load(folder);
    }

    private static Gpt2 tinyGpt2() {
        return Gpt2.random(Gpt2Config.of(500, POSITIONS, 16, 1, 2, 499), 5);
    }

    private DistilBert tinyDistilBert(int classes) {
        int vocabulary = TokenizerFiles.write(folder, SOURCES.words(), POSITIONS);
        return DistilBert.random(new DistilBertConfig(vocabulary, POSITIONS, 16, 1, 2, 32, classes), 6,
                Tokenizer.load(folder));
    }

}
