package org.marksheet.sheet41.toyworld.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.marksheet.lab.model.distilbert.DistilBert;
import org.marksheet.lab.model.gpt2.Gpt2;
import org.marksheet.lab.text.Tokenizer;
import org.marksheet.sheet41.sft.CompletionSftObjective;
import org.marksheet.sheet41.toyworld.BagOfWords;
import org.marksheet.sheet41.toyworld.Review;
import org.marksheet.sheet41.toyworld.instruction.Instruction;
import org.marksheet.sheet41.toyworld.instruction.PreferencePair;
import org.marksheet.sheet41.toyworld.instruction.PreferencePairs;

/** What docs/models.md says of the models that students get, at a smaller size. */
class ModelsTest {
    private static final Path MODELS =
            Path.of("../../exercises/sheet-4.1/src/main/resources/org/marksheet/sheet41/models");

    /** Another seed than the one the models were made with: nothing here was trained on. */
    private static final Sources SOURCES = Sources.of(1_001);

    @Test
    void togetherTheyAreBelowEightMegabytes() throws IOException {
        try (Stream<Path> files = Files.walk(MODELS)) {
            assertThat(files.map(Path::toFile).mapToLong(file -> file.isFile() ? file.length() : 0).sum())
                    .isBetween(1_000_000L, 8_000_000L);
        }
    }

    @Test
    void theClassifierIsNearlyAsGoodAsCanBeAndFarBetterThanABagOfWords() {
        List<Review> test = SOURCES.testReviews(1_000);
        List<Review> data = new SentimentTraining(SOURCES).data(20_000);
        try (DistilBert model = DistilBert.load(folder(ToyModel.SENTIMENT))) {
            SentimentQuality quality = SentimentQuality.of(model, SOURCES.reviews(), test);
            assertThat(quality.accuracy()).isGreaterThan(quality.best() - .04);
            assertThat(quality.accuracy()).isGreaterThan(new BagOfWords(data, 1).accuracy(test) + .2);
        }
    }

    @Test
    void theBaseModelIsCloseToTheEntropyOfTheGrammar() {
        try (Gpt2 model = Gpt2.load(folder(ToyModel.BASE)); Tokenizer tokenizer = Tokenizer.load(folder(ToyModel.BASE))) {
            LanguageQuality quality = LanguageQuality.of(model, tokenizer, new CompletionSftObjective(),
                    SOURCES.reviews(), SOURCES.testReviews(500));
            assertThat(quality.crossEntropy()).isBetween(quality.entropy(), quality.entropy() + .15);
            assertThat(quality.tokensPerWord()).isBetween(1.0, 1.15);
        }
    }

    @Test
    void theTunedModelFollowsInstructionsThatItNeverSawAndTheBaseModelDoesNot() {
        assertThat(followed(ToyModel.INSTRUCT)).isGreaterThanOrEqualTo(.9);
        assertThat(followed(ToyModel.BASE)).isLessThan(.2);
    }

    @Test
    void theRewardModelPrefersRightAnswers() {
        PreferencePairs pairs = new PreferencePairs(SOURCES.reviews(), SOURCES.instructions(), 0);
        SplittableRandom random = SOURCES.random(Sources.Use.TEST);
        List<PreferencePair> test = Stream.generate(() -> pairs.drawHeldOut(random)).limit(400).toList();
        try (DistilBert model = DistilBert.load(folder(ToyModel.HELPFULNESS))) {
            assertThat(model.config().classes()).isEqualTo(1);
            assertThat(PreferenceQuality.of(model, test).accuracy()).isGreaterThan(.8);
        }
    }

    @Test
    void promptsBeginReviewsAndInstructionsWereHeldOut() throws IOException {
        assertThat(Files.readAllLines(MODELS.resolve("prompts.txt"))).hasSize(2_000).doesNotHaveDuplicates()
                .allSatisfy(prompt -> assertThat(SOURCES.reviews().posteriorOfBeginning(prompt)).isNotNaN());
        Set<String> heldOut = SOURCES.instructions().heldOut().stream().flatMap(List::stream).map(Instruction::text)
                .collect(Collectors.toSet());
        assertThat(Files.readAllLines(MODELS.resolve("instructions.txt"))).hasSize(40).doesNotHaveDuplicates()
                .isSubsetOf(heldOut);
    }

    @Test
    void tokenizersHoldEveryWordOfTheWorld() {
        try (Tokenizer tokenizer = Tokenizer.load(folder(ToyModel.SENTIMENT))) {
            List<String> unknown = new ArrayList<>(SOURCES.words());
            unknown.removeIf(word -> tokenizer.id(word).isPresent());
            assertThat(unknown).isEmpty();
        }
    }

    private static double followed(ToyModel model) {
        try (Gpt2 gpt2 = Gpt2.load(folder(model)); Tokenizer tokenizer = Tokenizer.load(folder(model))) {
            return InstructionQuality.of(new Samples(gpt2, tokenizer, 5), SOURCES.instructions().heldOut(), 25, 0,
                    SOURCES.random(Sources.Use.TEST)).followed();
        }
    }

    private static Path folder(ToyModel model) {
        return MODELS.resolve(model.folder());
    }
}
