package org.marksheet.sheet41.commands;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.marksheet.lab.checkpoint.StoredType;
import org.marksheet.lab.log.RunFolder;
import org.marksheet.lab.log.RunLog;
import org.marksheet.lab.log.Sample;
import org.marksheet.lab.model.CausalModel;
import org.marksheet.lab.model.distilbert.DistilBert;
import org.marksheet.lab.plot.RunPage;
import org.marksheet.lab.pretrained.CausalModels;
import org.marksheet.lab.text.Tokenizer;
import org.marksheet.sheet41.commands.Student.Algorithm;
import org.marksheet.sheet41.generation.Generation;
import org.marksheet.sheet41.ppo.PpoParts;
import org.marksheet.sheet41.reward.TextRewards;
import org.marksheet.sheet41.training.DrawnLimit;
import org.marksheet.sheet41.training.Prompts;
import org.marksheet.sheet41.training.ReviewFiles;
import org.marksheet.sheet41.training.TextScorer;
import org.marksheet.sheet41.training.TextScorer.Scale;
import org.marksheet.sheet41.training.TidySampling;
import org.marksheet.sheet41.training.Trainer;
import org.marksheet.sheet41.training.TrainingException;
import org.marksheet.sheet41.training.TrainingSettings;
import org.marksheet.sheet41.training.TrainingState;
import org.marksheet.sheet41.training.Trial;

/** A run with a folder, words and a bar around it. */
final class TrainRun {
    /** What can be another when a run goes on: how far, where things are, and what computes. */
    private static final Set<String> MAY_CHANGE = Set.of("updates", "threads", "device", "policy", "reward-model", "texts");
    private static final int INTERRUPTED = 130;
    private static final int TRIED = 200;
    /** No token of a review is longer than that. */
    private static final int CHARACTERS_PER_TOKEN = 100;
    private static final int SHOWN = 24;
    /** The same for all runs, so that their samples can be compared. */
    private static final long TRIAL_SEED = 20_260_401;

    private final Path folder;
    private final Inputs inputs;
    private final Algorithm algorithm;
    private final int saveEvery;
    private final PrintWriter err;

    /**
     * What a run begins with; null stands for what comes with the sheet.
     *
     * @param policy the folder of a GPT-2
     * @param rewardModel the folder of a DistilBERT
     * @param score what of its answer is the reward
     * @param texts where prompts are taken from, see {@link ReviewFiles}
     * @param leastLimit the limit of an update's responses is drawn from this on; null if it is always the same
     */
    record Inputs(Path policy, Path rewardModel, Scale score, Path texts, Integer leastLimit) {
        Path policyFolder() {
            return policy != null ? policy : Embedded.model("base");
        }

        Path rewardFolder() {
            return rewardModel != null ? rewardModel : Embedded.model("sentiment");
        }

        Prompts prompts(Tokenizer tokenizer, int tokens) throws IOException {
            List<String> all = texts != null ? ReviewFiles.read(texts, tokens * CHARACTERS_PER_TOKEN) : Embedded.prompts();
            return Prompts.of(all, tokenizer);
        }

        PpoParts parts() {
            PpoParts parts = Student.parts();
            Generation generation =
                    leastLimit == null ? parts.generation() : new DrawnLimit(parts.generation(), leastLimit);
            return parts.withGeneration(generation, new TidySampling(parts.sampling()));
        }
    }

    /** Makes the settings, once it is known which tokens end and fill. */
    @FunctionalInterface
    interface Settings {
        TrainingSettings of(int eosId, int padId);
    }

    TrainRun(Path folder, Inputs inputs, Algorithm algorithm, int saveEvery, PrintWriter err) {
        this.folder = folder;
        this.inputs = inputs;
        this.algorithm = algorithm;
        this.saveEvery = saveEvery;
        this.err = err;
    }

    int run(Settings chosen, Map<String, Object> shown, boolean resume) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new TrainingException(folder + " is a file, and a run needs a folder. Choose another: --out.");
        }
        if (!resume && holdsUpdates()) {
            throw new TrainingException(folder + " holds a run already. "
                    + (TrainingState.isIn(folder) ? "Go on with it: --resume. Or choose another: --out."
                            : "It ended before a state was saved, so it cannot go on: choose another folder with --out, or delete this one."));
        }
        if (resume) {
            refuseOther(shown);
        }
        // Until the last file is written, Ctrl-C waits.
        try (Interrupt interrupt = new Interrupt();
                Tokenizer tokenizer = Tokenizer.load(inputs.policyFolder());
                CausalModel start = CausalModels.load(inputs.policyFolder());
                DistilBert judge = DistilBert.load(inputs.rewardFolder())) {
            TrainingSettings settings = chosen.of((int) tokenizer.eosId(), (int) tokenizer.padId());
            TextScorer scorer = new TextScorer(tokenizer, new TextRewards(), judge, inputs.score());
            Prompts prompts = inputs.prompts(tokenizer, settings.prompts().most());
            Trainer.Task task = new Trainer.Task(Student.update(algorithm), inputs.parts(), prompts, scorer);
            try (Trainer trainer = new Trainer(settings, task, start)) {
                if (resume) {
                    trainer.restore(TrainingState.saved(folder));
                    if (trainer.done() > settings.updates()) {
                        throw new TrainingException(folder + " has made " + trainer.done() + " updates already; --updates "
                                + settings.updates() + " is less. Give more, or leave it out.");
                    }
                }
                List<long[]> tried = prompts.batch(TRIED, settings.prompts(), TRIAL_SEED);
                Trial before = Trial.of(start, tried, task.parts(), scorer, settings.ppo().generation(), TRIAL_SEED);
                boolean whole;
                Trial after;
                try (RunLog log = resume ? RunLog.resume(folder, trainer.done()) : RunLog.start(folder)) {
                    log.writeSettings(shown);
                    whole = train(trainer, settings, log, interrupt);
                    if (trainer.done() == 0) {
                        err.println("Interrupted before the first update. There is nothing to go on with; start it again.");
                        return INTERRUPTED;
                    }
                    after = Trial.of(
                            trainer.policy(), tried, task.parts(), scorer, settings.ppo().generation(), TRIAL_SEED);
                    log.writeSamples(samples(before, after));
                }
                finish(trainer, tokenizer);
                err.printf(Locale.ROOT, "%s. Mean reward of %d texts: %.3f before, %.3f after.%n",
                        whole ? "Done" : "Interrupted after " + trainer.done() + " updates; go on with --resume",
                        TRIED, before.meanScore(), after.meanScore());
                err.println("Curves and samples: " + folder.resolve("index.html"));
                return whole ? 0 : INTERRUPTED;
            }
        }
    }

    private boolean holdsUpdates() throws IOException {
        Path log = folder.resolve("log.jsonl");
        return Files.exists(log) && Files.size(log) > 0;
    }

    /** A run with two batch sizes would be told as one with the last: nobody could repeat it. */
    private void refuseOther(Map<String, Object> shown) {
        RunFolder.read(folder).settings().forEach((name, before) -> {
            Object now = shown.get(name);
            if (now != null && !MAY_CHANGE.contains(name) && !before.equals(now.toString())) {
                throw new TrainingException("--" + name + ": the run in " + folder + " was started with " + before
                        + ", and --resume goes on with that. Leave it out, or start a new run with another --out.");
            }
        });
    }

    private static String progress(Map<String, Double> figures) {
        // What rounds to -0 is 0: a minus here would look like the warning sign that a negative divergence is.
        double kl = Math.rint(10 * figures.get("objective/kl")) / 10 + 0.;
        return String.format(Locale.ROOT, " reward %.2f KL %.1f", figures.get("objective/scores"), kl);
    }

    private boolean train(Trainer trainer, TrainingSettings settings, RunLog log, Interrupt interrupt) {
        try (ProgressBar bar = new ProgressBarBuilder()
                        .setTaskName("Training")
                        .setInitialMax(settings.updates())
                        .startsFrom(trainer.done(), Duration.ZERO)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(500)
                        .build()) {
            trainer.run(
                    (done, figures) -> {
                        log.row(figures);
                        bar.stepTo(done);
                        bar.setExtraMessage(progress(figures));
                        if (done % saveEvery == 0 || done == settings.updates()) {
                            trainer.state().save(folder);
                        }
                    },
                    () -> !interrupt.asked());
            if (trainer.done() > 0 && trainer.done() < settings.updates()) {
                trainer.state().save(folder);
            }
            return trainer.done() >= settings.updates();
        }
    }

    private void finish(Trainer trainer, Tokenizer tokenizer) throws IOException {
        Path policy = Files.createDirectories(folder.resolve("policy"));
        trainer.policy().save(policy, StoredType.F32);
        tokenizer.copyTo(policy);
        RunPage.write(folder.resolve("index.html"), List.of(RunFolder.read(folder)));
    }

    private static List<Sample> samples(Trial before, Trial after) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < SHOWN; i++) {
            samples.add(new Sample(
                    before.texts().get(i).prompt(),
                    before.texts().get(i).continuation(),
                    after.texts().get(i).continuation(),
                    before.scores().get(i),
                    after.scores().get(i)));
        }
        return samples;
    }
}
