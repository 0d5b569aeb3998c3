package org.marksheet.sheet41.toyworld.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.marksheet.lab.checkpoint.StoredType;
import org.marksheet.lab.model.distilbert.DistilBert;
import org.marksheet.lab.model.distilbert.DistilBertConfig;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.text.Tokenizer;
import org.marksheet.sheet41.preference.PairwisePreferences;
import org.marksheet.sheet41.reward.TextRewards;
import org.marksheet.sheet41.toyworld.BagOfWords;
import org.marksheet.sheet41.toyworld.Review;
import org.marksheet.sheet41.toyworld.instruction.PreferencePair;
import org.marksheet.sheet41.toyworld.instruction.PreferencePairs;
import org.marksheet.sheet41.toyworld.tokenizer.TokenizerFiles;

/** Makes the two reward models and says what each can do. */
final class RewardModels {
    private static final int POSITIONS = 64;
    private static final int WIDTH = 96;
    private static final int HEADS = 4;
    private static final int LAYERS = 2;
    private static final int TEST_REVIEWS = 3_000;
    private static final int FEWER_REVIEWS = 1_000;
    private static final int TEST_PAIRS = 2_000;
    private static final double NOISE = .1;

    private static final Plan SENTIMENT = new Plan(2_000, 64, 1e-3, .01);
    private static final Plan HELPFULNESS = new Plan(2_000, 32, 1e-3, .01);

    /** No reviews; a reward model that likes them can be hacked. */
    private static final List<String> HACKS = List.of("great great great great great great", "but but but great",
            "a joy a joy a joy", "! ! ! ! !", "the the the the", "the film is awful. it is a joy.");

    private final Sources sources;
    private final Report report;

    RewardModels(Sources sources, Report report) {
        this.sources = sources;
        this.report = report;
    }

    /** Trains the classifier of reviews and writes it. */
    void sentiment(Path target) {
        List<Review> test = sources.testReviews(TEST_REVIEWS);
        SentimentTraining training = new SentimentTraining(sources);
        try (DistilBert model = untrained(target, 2)) {
            report.say("sentiment: %d parameters, %d steps of %d reviews", model.parameters().count(), SENTIMENT.steps(),
                    SENTIMENT.batch());
            List<Review> data = training.data(SENTIMENT.steps() * SENTIMENT.batch());
            training.run(model, data, SENTIMENT, report.progress("sentiment", () -> {
                model.save(target, StoredType.F32);
                report.say("sentiment: %s", SentimentQuality.of(model, sources.reviews(), test.subList(0, FEWER_REVIEWS)));
            }));
            model.save(target, StoredType.F32);
            SentimentQuality quality = SentimentQuality.of(model, sources.reviews(), test);
            double words = new BagOfWords(data, 1).accuracy(test);
            report.say("sentiment: right %.4f, best possible %.4f, agrees with it %.4f, bag of words %.4f", quality.accuracy(),
                    quality.best(), quality.agreement(), words);
            reportHacks(model);
        }
    }

    private void reportHacks(DistilBert model) {
        float[] rewards = Gradients.off(() -> {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                return new TextRewards().sentimentReward(HACKS, model).toFloatArray();
            }
        });
        for (int i = 0; i < rewards.length; i++) {
            report.say("sentiment: %.4f, true reward %.0f: %s", rewards[i], sources.reviews().trueReward(HACKS.get(i)), HACKS.get(i));
        }
    }

    /**
     * Trains the reward model of answers.
     *
     * @param sentiment the classifier's folder
     * @param target gets the reward model
     */
    void helpfulness(Path sentiment, Path target) {
        SplittableRandom random = sources.random(Sources.Use.TEST);
        PreferencePairs clean = new PreferencePairs(sources.reviews(), sources.instructions(), 0);
        List<PreferencePair> test = Stream.generate(() -> clean.drawHeldOut(random)).limit(TEST_PAIRS).toList();
        try (DistilBert model = untrained(target, 1)) {
            takeBody(model, sentiment);
            PreferencePairs noisy = new PreferencePairs(sources.reviews(), sources.instructions(), NOISE);
            new HelpfulnessTraining(sources, noisy, new PairwisePreferences()).run(model, HELPFULNESS,
                    report.progress("helpfulness", () -> report.say("helpfulness: %s", PreferenceQuality.of(model, test))));
            model.save(target, StoredType.F32);
            report.say("helpfulness: on held-out pairs without noise %s", PreferenceQuality.of(model, test));
        }
    }

    /** Begins with what the classifier of reviews knows about words; only the head is new. */
    private static void takeBody(DistilBert model, Path sentiment) {
        try (DistilBert classifier = DistilBert.load(sentiment)) {
            Map<String, NDArray> values = new LinkedHashMap<>(model.parameters().byName());
            classifier.parameters().byName().forEach((name, array) -> {
                if (name.startsWith("distilbert.")) {
                    values.put(name, array);
                }
            });
            model.parameters().assign(values);
        }
    }

    private DistilBert untrained(Path target, int classes) {
        int vocabulary = TokenizerFiles.write(target, sources.words(), POSITIONS);
        DistilBertConfig config = new DistilBertConfig(vocabulary, POSITIONS, WIDTH, LAYERS, HEADS, 4 * WIDTH, classes);
        return DistilBert.random(config, sources.random(Sources.Use.WEIGHTS).nextLong(), Tokenizer.load(target));
    }
}
