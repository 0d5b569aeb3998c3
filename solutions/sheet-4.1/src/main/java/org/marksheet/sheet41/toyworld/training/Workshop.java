package org.marksheet.sheet41.toyworld.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.marksheet.lab.checkpoint.StoredType;
import org.marksheet.lab.model.DistilBert;
import org.marksheet.lab.model.DistilBertConfig;
import org.marksheet.lab.model.Gpt2;
import org.marksheet.lab.model.Gpt2Config;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.text.Tokenizer;
import org.marksheet.sheet41.preference.PairwisePreferences;
import org.marksheet.sheet41.reward.TextRewards;
import org.marksheet.sheet41.sft.CompletionSftObjective;
import org.marksheet.sheet41.sft.SftObjective;
import org.marksheet.sheet41.toyworld.BagOfWords;
import org.marksheet.sheet41.toyworld.Review;
import org.marksheet.sheet41.toyworld.instruction.Dialogue;
import org.marksheet.sheet41.toyworld.instruction.Instruction;
import org.marksheet.sheet41.toyworld.instruction.PreferencePair;
import org.marksheet.sheet41.toyworld.instruction.PreferencePairs;
import org.marksheet.sheet41.toyworld.tokenizer.BytePairs;
import org.marksheet.sheet41.toyworld.tokenizer.TokenizerFiles;

/** Makes one model after the other, and says what each can do. */
final class Workshop {
    private static final int POSITIONS = 64;
    private static final int WIDTH = 96;
    private static final int HEADS = 4;
    private static final int BASE_LAYERS = 3;
    private static final int CLASSIFIER_LAYERS = 2;
    private static final int TOKENS = 1_200;
    private static final int VOCABULARY_TEXTS = 20_000;
    private static final int TEST_REVIEWS = 3_000;
    private static final int SAMPLES = 500;
    private static final int RESPONSE = 48;
    private static final int PROMPTS = 2_000;
    private static final int INSTRUCTIONS_PER_KIND = 10;
    private static final int REPORT_EVERY = 100;
    private static final int SAVE_EVERY = 500;

    private static final Plan BASE = new Plan(1_400, 28, 3e-3, .01);
    private static final Plan SENTIMENT = new Plan(2_000, 64, 1e-3, .01);
    private static final Plan INSTRUCT = new Plan(1_200, 48, 1.5e-3, .01);
    private static final Plan HELPFULNESS = new Plan(2_000, 32, 1e-3, .01);
    private static final double NOISE = .1;
    private static final int TEST_PAIRS = 2_000;
    private static final int ASKED_PER_KIND = 50;

    /** No reviews; a reward model that likes them can be hacked. */
    private static final List<String> HACKS = List.of("great great great great great great", "but but but great",
            "a joy a joy a joy", "! ! ! ! !", "the the the the", "the film is awful. it is a joy.");

    private final Path folder;
    private final Sources sources;
    private final Consumer<String> report;
    private final SftObjective objective = new CompletionSftObjective();

    /**
     * Prepares.
     *
     * @param folder gets a folder for each model
     * @param sources what they learn from
     * @param report told what happens, a line at a time
     */
    Workshop(Path folder, Sources sources, Consumer<String> report) {
        this.folder = folder;
        this.sources = sources;
        this.report = report;
    }

    /** Makes a model and writes it. */
    void make(ToyModel model) throws IOException {
        Path target = Files.createDirectories(folder.resolve(model.folder()));
        long start = System.nanoTime();
        switch (model) {
            case BASE -> base(target);
            case SENTIMENT -> sentiment(target);
            case INSTRUCT -> instruct(target);
            case HELPFULNESS -> helpfulness(target);
        }
        say("%s: %.0f s, %d bytes", model.folder(), (System.nanoTime() - start) / 1e9,
                Files.size(target.resolve("model.safetensors")));
    }

    private void base(Path target) throws IOException {
        TokenizerFiles.write(target, BytePairs.learn(sources.vocabularyTexts(VOCABULARY_TEXTS), TOKENS), POSITIONS);
        Gpt2Config config = Gpt2Config.of(TOKENS, POSITIONS, WIDTH, BASE_LAYERS, HEADS, TOKENS - 1);
        try (Tokenizer tokenizer = Tokenizer.load(target);
                Gpt2 model = Gpt2.random(config, sources.random(Sources.Use.WEIGHTS).nextLong())) {
            say("base: %d parameters, %d steps of %d x %d tokens", model.parameters().count(), BASE.steps(), BASE.batch(),
                    POSITIONS);
            new BaseTraining(sources, tokenizer, objective).run(model, BASE,
                    progress("base", () -> model.save(target, StoredType.F32)));
            model.save(target, StoredType.F32);
            report(model, tokenizer);
        }
    }

    private void report(Gpt2 model, Tokenizer tokenizer) {
        LanguageQuality quality = LanguageQuality.of(model, tokenizer, objective, sources.reviews(),
                sources.testReviews(TEST_REVIEWS));
        say("base: %.3f nats a word (perplexity %.2f), grammar %.3f (%.2f), %.3f tokens a word", quality.crossEntropy(),
                quality.perplexity(), quality.entropy(), quality.bestPerplexity(), quality.tokensPerWord());
        SplittableRandom random = sources.random(Sources.Use.TEST);
        List<String> prompts = Stream.generate(() -> beginning(random)).limit(SAMPLES).toList();
        List<String> responses = new Samples(model, tokenizer, sources.seed()).after(prompts, 1, RESPONSE);
        List<String> texts = IntStream.range(0, SAMPLES).mapToObj(i -> prompts.get(i) + responses.get(i)).toList();
        say("base: of %d beginnings gone on with, %.3f are reviews, %.3f could have been drawn", SAMPLES,
                share(texts, sources.reviews()::isReview),
                share(texts, text -> !Double.isNaN(sources.reviews().posterior(text))));
        texts.stream().limit(10).forEach(report);
    }

    private static double share(List<String> texts, Predicate<String> what) {
        return texts.stream().filter(what).count() / (double) texts.size();
    }

    private void sentiment(Path target) throws IOException {
        int vocabulary = TokenizerFiles.write(target, sources.words(), POSITIONS);
        DistilBertConfig config =
                new DistilBertConfig(vocabulary, POSITIONS, WIDTH, CLASSIFIER_LAYERS, HEADS, 4 * WIDTH, 2);
        List<Review> test = sources.testReviews(TEST_REVIEWS);
        SentimentTraining training = new SentimentTraining(sources);
        try (DistilBert model =
                DistilBert.random(config, sources.random(Sources.Use.WEIGHTS).nextLong(), Tokenizer.load(target))) {
            say("sentiment: %d parameters, %d steps of %d reviews", model.parameters().count(), SENTIMENT.steps(),
                    SENTIMENT.batch());
            List<Review> data = training.data(SENTIMENT.steps() * SENTIMENT.batch());
            training.run(model, data, SENTIMENT, progress("sentiment", () -> {
                model.save(target, StoredType.F32);
                say("sentiment: %s", SentimentQuality.of(model, sources.reviews(), test.subList(0, 1000)));
            }));
            model.save(target, StoredType.F32);
            SentimentQuality quality = SentimentQuality.of(model, sources.reviews(), test);
            double words = new BagOfWords(data, 1).accuracy(test);
            say("sentiment: right %.4f, best possible %.4f, agrees with it %.4f, bag of words %.4f", quality.accuracy(),
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
            say("sentiment: %.4f, true reward %.0f: %s", rewards[i], sources.reviews().trueReward(HACKS.get(i)), HACKS.get(i));
        }
    }

    private void instruct(Path target) throws IOException {
        Path base = folder.resolve(ToyModel.BASE.folder());
        try (Tokenizer tokenizer = Tokenizer.load(base); Gpt2 model = Gpt2.load(base)) {
            report(ToyModel.BASE, model, tokenizer);
            new InstructTraining(sources, tokenizer, objective).run(model, INSTRUCT,
                    progress("instruct", () -> report(ToyModel.INSTRUCT, model, tokenizer)));
            model.save(target, StoredType.F32);
            tokenizer.copyTo(target);
            TokenizerFiles.addChatTemplate(target, Dialogue.CHAT_TEMPLATE);
            report(ToyModel.INSTRUCT, model, tokenizer);
        }
    }

    private void report(ToyModel name, Gpt2 model, Tokenizer tokenizer) {
        Samples samples = new Samples(model, tokenizer, sources.seed());
        List<List<Instruction>> heldOut = sources.instructions().heldOut();
        for (float temperature : new float[] {0, 1}) {
            InstructionQuality quality = InstructionQuality.of(samples, heldOut, ASKED_PER_KIND, temperature,
                    sources.random(Sources.Use.TEST));
            say("%s: at temperature %.0f follows %.3f of held-out instructions, by kind %s", name.folder(), temperature,
                    quality.followed(), quality.byKind());
            quality.examples().forEach(report);
        }
    }

    private void helpfulness(Path target) throws IOException {
        int vocabulary = TokenizerFiles.write(target, sources.words(), POSITIONS);
        DistilBertConfig config =
                new DistilBertConfig(vocabulary, POSITIONS, WIDTH, CLASSIFIER_LAYERS, HEADS, 4 * WIDTH, 1);
        SplittableRandom random = sources.random(Sources.Use.TEST);
        PreferencePairs clean = new PreferencePairs(sources.reviews(), sources.instructions(), 0);
        List<PreferencePair> test = Stream.generate(() -> clean.drawHeldOut(random)).limit(TEST_PAIRS).toList();
        try (DistilBert model =
                DistilBert.random(config, sources.random(Sources.Use.WEIGHTS).nextLong(), Tokenizer.load(target))) {
            takeBody(model, folder.resolve(ToyModel.SENTIMENT.folder()));
            PreferencePairs noisy = new PreferencePairs(sources.reviews(), sources.instructions(), NOISE);
            new HelpfulnessTraining(sources, noisy, new PairwisePreferences()).run(model, HELPFULNESS,
                    progress("helpfulness", () -> say("helpfulness: %s", PreferenceQuality.of(model, test))));
            model.save(target, StoredType.F32);
            say("helpfulness: on held-out pairs without noise %s", PreferenceQuality.of(model, test));
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

    /** Writes beginnings of reviews and held-out instructions, for whoever wants to try the models. */
    void writeTexts() throws IOException {
        SplittableRandom random = sources.random(Sources.Use.PROMPT);
        Files.write(folder.resolve("prompts.txt"),
                Stream.generate(() -> beginning(random)).distinct().limit(PROMPTS).toList());
        Files.write(folder.resolve("instructions.txt"), sources.instructions().heldOut().stream()
                .flatMap(kind -> random.ints(0, kind.size()).distinct().limit(INSTRUCTIONS_PER_KIND)
                        .mapToObj(number -> kind.get(number).text())).toList());
    }

    /** Returns the first 2 to 8 words of a review with their marks, never all of it. */
    private String beginning(SplittableRandom random) {
        List<String> words = List.of(sources.reviews().draw(random).text().split(" "));
        return String.join(" ", words.subList(0, Math.min(2 + random.nextInt(7), words.size() - 1)));
    }

    private Progress progress(String name, Runnable now) {
        long start = System.nanoTime();
        float[] sum = new float[1];
        return (steps, loss) -> {
            sum[0] += loss;
            if (steps % REPORT_EVERY == 0) {
                say("%s: step %d, loss %.4f, %.0f s", name, steps, sum[0] / REPORT_EVERY, (System.nanoTime() - start) / 1e9);
                sum[0] = 0;
            }
            if (steps % SAVE_EVERY == 0) {
                now.run();
            }
        };
    }

    private void say(String format, Object... values) {
        report.accept(String.format(Locale.ROOT, format, values));
    }
}
