package org.marksheet.sheet41.toyworld.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.marksheet.lab.checkpoint.StoredType;
import org.marksheet.lab.model.gpt2.Gpt2;
import org.marksheet.lab.model.gpt2.Gpt2Config;
import org.marksheet.lab.text.Tokenizer;
import org.marksheet.sheet41.sft.CompletionSftObjective;
import org.marksheet.sheet41.sft.SftObjective;
import org.marksheet.sheet41.toyworld.instruction.Dialogue;
import org.marksheet.sheet41.toyworld.instruction.Instruction;
import org.marksheet.sheet41.toyworld.tokenizer.BytePairs;
import org.marksheet.sheet41.toyworld.tokenizer.TokenizerFiles;

/** Makes the two language models and says what each can do. */
final class LanguageModels {
    private static final int POSITIONS = 64;
    private static final int WIDTH = 96;
    private static final int HEADS = 4;
    private static final int LAYERS = 3;
    private static final int TOKENS = 1_200;
    private static final int VOCABULARY_TEXTS = 20_000;
    private static final int TEST_REVIEWS = 3_000;
    private static final int SAMPLES = 500;
    private static final int RESPONSE = 48;
    private static final int ASKED_PER_KIND = 50;

    private static final Plan BASE = new Plan(1_400, 28, 3e-3, .01);
    private static final Plan INSTRUCT = new Plan(1_200, 48, 1.5e-3, .01);

    private final Sources sources;
    private final Report report;
    private final SftObjective objective = new CompletionSftObjective();

    LanguageModels(Sources sources, Report report) {
        this.sources = sources;
        this.report = report;
    }

    /** Learns a vocabulary, trains the base model, writes both. */
    void base(Path target) {
        TokenizerFiles.write(target, BytePairs.learn(sources.vocabularyTexts(VOCABULARY_TEXTS), TOKENS), POSITIONS);
        Gpt2Config config = Gpt2Config.of(TOKENS, POSITIONS, WIDTH, LAYERS, HEADS, TOKENS - 1);
        try (Tokenizer tokenizer = Tokenizer.load(target);
                Gpt2 model = Gpt2.random(config, sources.random(Sources.Use.WEIGHTS).nextLong())) {
            report.say("base: %d parameters, %d steps of %d x %d tokens", model.parameters().count(), BASE.steps(), BASE.batch(),
                    POSITIONS);
            new BaseTraining(sources, tokenizer, objective).run(model, BASE,
                    report.progress("base", () -> model.save(target, StoredType.F32)));
            model.save(target, StoredType.F32);
            reportWriting(model, tokenizer);
        }
    }

    private void reportWriting(Gpt2 model, Tokenizer tokenizer) {
        LanguageQuality quality = LanguageQuality.of(model, tokenizer, objective, sources.reviews(),
                sources.testReviews(TEST_REVIEWS));
        report.say("base: %.3f nats a word (perplexity %.2f), grammar %.3f (%.2f), %.3f tokens a word", quality.crossEntropy(),
                quality.perplexity(), quality.entropy(), quality.bestPerplexity(), quality.tokensPerWord());
        SplittableRandom random = sources.random(Sources.Use.TEST);
        List<String> prompts = Stream.generate(() -> sources.beginning(random)).limit(SAMPLES).toList();
        List<String> responses = new Samples(model, tokenizer, sources.seed()).after(prompts, 1, RESPONSE);
        List<String> texts = IntStream.range(0, SAMPLES).mapToObj(i -> prompts.get(i) + responses.get(i)).toList();
        report.say("base: of %d beginnings gone on with, %.3f are reviews, %.3f could have been drawn", SAMPLES,
                share(texts, sources.reviews()::isReview),
                share(texts, text -> !Double.isNaN(sources.reviews().posterior(text))));
        texts.stream().limit(10).forEach(report.lines());
    }

    private static double share(List<String> texts, Predicate<String> what) {
        return texts.stream().filter(what).count() / (double) texts.size();
    }

    /**
     * Tunes the base model.
     *
     * @param base the base model's folder
     * @param target gets the tuned model
     */
    void instruct(Path base, Path target) throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(base); Gpt2 model = Gpt2.load(base)) {
            reportFollowing(ToyModel.BASE, model, tokenizer);
            new InstructTraining(sources, tokenizer, objective).run(model, INSTRUCT,
                    report.progress("instruct", () -> reportFollowing(ToyModel.INSTRUCT, model, tokenizer)));
            model.save(target, StoredType.F32);
            tokenizer.copyTo(target);
            TokenizerFiles.addChatTemplate(target, Dialogue.CHAT_TEMPLATE);
            reportFollowing(ToyModel.INSTRUCT, model, tokenizer);
        }
    }

    private void reportFollowing(ToyModel name, Gpt2 model, Tokenizer tokenizer) {
        Samples samples = new Samples(model, tokenizer, sources.seed());
        List<List<Instruction>> heldOut = sources.instructions().heldOut();
        for (float temperature : new float[] {0, 1}) {
            InstructionQuality quality = InstructionQuality.of(samples, heldOut, ASKED_PER_KIND, temperature,
                    sources.random(Sources.Use.TEST));
            report.say("%s: at temperature %.0f follows %.3f of held-out instructions, by kind %s", name.folder(), temperature,
                    quality.followed(), quality.byKind());
            quality.examples().forEach(report.lines());
        }
    }
}
