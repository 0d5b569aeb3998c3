package org.marksheet.sheet41.toyworld.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Makes one model after the other. */
final class Workshop {
    private static final int PROMPTS = 2_000;
    private static final int INSTRUCTIONS_PER_KIND = 10;

    private final Path folder;
    private final Sources sources;
    private final Report report;

    /**
     * Prepares.
     *
     * @param folder gets a folder for each model
     * @param sources what they learn from
     * @param report told what happens
     */
    Workshop(Path folder, Sources sources, Report report) {
        this.folder = folder;
        this.sources = sources;
        this.report = report;
    }

    /** Makes a model and writes it; a model that goes on from another one needs that in the folder. */
    void make(ToyModel model) throws IOException {
        Path target = Files.createDirectories(folder(model));
        LanguageModels languageModels = new LanguageModels(sources, report);
        RewardModels rewardModels = new RewardModels(sources, report);
        long start = System.nanoTime();
        switch (model) {
            case BASE -> languageModels.base(target);
            case SENTIMENT -> rewardModels.sentiment(target);
            case INSTRUCT -> languageModels.instruct(folder(ToyModel.BASE), target);
            case HELPFULNESS -> rewardModels.helpfulness(folder(ToyModel.SENTIMENT), target);
        }
        report.say("%s: %.0f s, %d bytes", model.folder(), (System.nanoTime() - start) / 1e9,
                Files.size(target.resolve("model.safetensors")));
    }

    /** Writes beginnings of reviews and held-out instructions, for whoever wants to try the models. */
    void writeTexts() throws IOException {
        SplittableRandom random = sources.random(Sources.Use.PROMPT);
        Files.write(folder.resolve("prompts.txt"),
                Stream.generate(() -> sources.beginning(random)).distinct().limit(PROMPTS).toList());
        Files.write(folder.resolve("instructions.txt"), sources.instructions().heldOut().stream()
                .flatMap(kind -> random.ints(0, kind.size()).distinct().limit(INSTRUCTIONS_PER_KIND)
                        .mapToObj(number -> kind.get(number).text())).toList());
    }

    private Path folder(ToyModel model) {
        return folder.resolve(model.folder());
    }
}
