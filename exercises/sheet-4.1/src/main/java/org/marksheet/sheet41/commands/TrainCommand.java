package org.marksheet.sheet41.commands;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.marksheet.lab.log.RunFolder;
import org.marksheet.sheet41.commands.Student.Algorithm;
import org.marksheet.sheet41.generation.GenerationOptions;
import org.marksheet.sheet41.ppo.PpoOptions;
import org.marksheet.sheet41.training.TextScorer.Scale;
import org.marksheet.sheet41.training.TrainingSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a language model with the student's classes: {@code mvn -q compile exec:java@train}. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Fine-tunes a language model by reinforcement learning, with the methods you wrote.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  mvn -q compile exec:java@train",
            "  mvn -q compile exec:java@train -Dexec.args=\"--kl-coefficient 0 --out runs/no-penalty\"",
            "  mvn -q compile exec:java@train -Dexec.args=\"--out runs/no-penalty --resume\"",
            "  mvn -q compile exec:java@train -Dexec.args=\"--preset gpt2-imdb --texts aclImdb/train\"",
        })
public final class TrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--preset", defaultValue = "quick", description = "quick, full or gpt2-imdb (default: ${DEFAULT-VALUE}).")
    private Preset preset;

    @Option(names = "--algorithm", defaultValue = "ppo", description = "ppo or reinforce (default: ${DEFAULT-VALUE}).")
    private Algorithm algorithm;

    @Option(names = "--out", paramLabel = "FOLDER", description = "Where the run goes (default: runs/PRESET-ALGORITHM-SEED).")
    private Path out;

    @Option(names = "--resume", description = "Go on with a run that was interrupted, with its options; --updates may be more.")
    private boolean resume;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--updates", paramLabel = "N", defaultValue = "45", description = "Batches to learn from (quick: 45, full: 150, gpt2-imdb: 200).")
    private int updates;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "64", description = "Responses of an update (quick: 64, full: 128, gpt2-imdb: 128).")
    private int batch;

    @Option(names = "--mini-batch", paramLabel = "N", defaultValue = "32", description = "Responses of a step (quick: 32, full: 64, gpt2-imdb: 16).")
    private int miniBatch;

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "4", description = "Passes over a batch (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(names = "--learning-rate", paramLabel = "X", defaultValue = "2e-4", description = "Adam's (quick: 2e-4, full: 1e-4, gpt2-imdb: 1.41e-5).")
    private double learningRate;

    @Option(
            names = "--gradient-norm",
            paramLabel = "X",
            defaultValue = "1",
            description = "Longer gradients are shortened to this (default: ${DEFAULT-VALUE}).")
    private double gradientNorm;

    @Option(
            names = "--kl-coefficient",
            paramLabel = "X",
            defaultValue = "0.05",
            description = "How much a nat of divergence costs (default: ${DEFAULT-VALUE}, gpt2-imdb: 0.2).")
    private float klCoefficient;

    @Option(
            names = "--adaptive-kl",
            negatable = true,
            description = "Steer the coefficient towards --target-kl, or do not (gpt2-imdb does).")
    private boolean adaptiveKl;

    @Option(names = "--target-kl", paramLabel = "X", defaultValue = "6", description = "In nats (default: ${DEFAULT-VALUE}).")
    private double targetKl;

    @Option(names = "--horizon", paramLabel = "N", defaultValue = "1000", description = "In episodes (default: ${DEFAULT-VALUE}, gpt2-imdb: 10000).")
    private double horizon;

    @Option(names = "--gamma", paramLabel = "X", defaultValue = "1", description = "Discount (default: ${DEFAULT-VALUE}).")
    private float gamma;

    @Option(names = "--lambda", paramLabel = "X", defaultValue = "0.95", description = "Of the advantages (default: ${DEFAULT-VALUE}).")
    private float lambda;

    @Option(names = "--clip", paramLabel = "X", defaultValue = "0.2", description = "Of the ratio (default: ${DEFAULT-VALUE}).")
    private float clip;

    @Option(names = "--value-clip", paramLabel = "X", defaultValue = "0.2", description = "Of values (default: ${DEFAULT-VALUE}).")
    private float valueClip;

    @Option(
            names = "--value-coefficient",
            paramLabel = "X",
            defaultValue = "0.1",
            description = "Weight of the value loss (default: ${DEFAULT-VALUE}).")
    private float valueCoefficient;

    @Option(
            names = "--entropy-coefficient",
            paramLabel = "X",
            defaultValue = "0",
            description = "Weight of the entropy (default: ${DEFAULT-VALUE}).")
    private float entropyCoefficient;

    @Option(names = "--max-new-tokens", paramLabel = "N", defaultValue = "24", description = "Of a response (default: ${DEFAULT-VALUE}, gpt2-imdb: 16).")
    private int maxNewTokens;

    @Option(
            names = "--response-min",
            paramLabel = "N",
            description = "Draw the limit of each update's responses, from this to --max-new-tokens (default: not drawn, gpt2-imdb: 4).")
    private Integer responseMin;

    @Option(names = "--min-new-tokens", paramLabel = "N", defaultValue = "0", description = "Of a response (default: ${DEFAULT-VALUE}).")
    private int minNewTokens;

    @Option(names = "--temperature", paramLabel = "X", defaultValue = "1", description = "Of sampling (default: ${DEFAULT-VALUE}).")
    private float temperature;

    @Option(names = "--prompt-min", paramLabel = "N", defaultValue = "2", description = "Tokens of a prompt (default: ${DEFAULT-VALUE}).")
    private int promptMin;

    @Option(names = "--prompt-max", paramLabel = "N", defaultValue = "8", description = "Tokens of a prompt (default: ${DEFAULT-VALUE}).")
    private int promptMax;

    @Option(names = "--policy", paramLabel = "MODEL", description = "A language model to begin with, a folder or a hub id (default: the base model that comes along, "
            + "gpt2-imdb: gpt2).")
    private String policy;

    @Option(names = "--reward-model", paramLabel = "MODEL", description = "A DistilBERT that judges, a folder or a hub id (default: the one that comes along, "
            + "gpt2-imdb: lvwerra/distilbert-imdb).")
    private String rewardModel;

    @Option(names = "--score", defaultValue = "probability", description = "What of the judge's answer is the reward: probability or logit "
            + "(default: ${DEFAULT-VALUE}, gpt2-imdb: logit).")
    private Scale score;

    @Option(
            names = {"--texts", "--prompts"},
            paramLabel = "PATH",
            description = "Texts to take prompts from: a file with one a line, a .csv with a column review or text, or a folder of "
                    + ".txt files.")
    private Path texts;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the engine; part of what repeats a run. More pay only on an idle machine (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(names = "--save-every", paramLabel = "N", defaultValue = "10", description = "Updates between two saved states (default: ${DEFAULT-VALUE}).")
    private int saveEvery;

    @Mixin
    private DeviceOption device;

    /** Whether the options are all there: those of the preset, or of the run that goes on. */
    private boolean completed;

    /** Runs and ends the process. */
    public static void main(String[] arguments) {
        System.exit(Blame.run(new TrainCommand(), arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = out != null
                ? out
                : Path.of("runs", (preset + "-" + algorithm + "-" + seed).toLowerCase(Locale.ROOT));
        if (!completed) {
            return complete(resume ? started(folder) : preset.options());
        }
        if (preset.needsTexts() && texts == null) {
            throw new IllegalArgumentException("The preset " + preset + " needs film reviews to take prompts from: --texts aclImdb/train "
                    + "(the folder in the archive of https://ai.stanford.edu/~amaas/data/sentiment), or a .csv with a column \"review\", "
                    + "or a file with one a line.");
        }
        if (threads < 1 || saveEvery < 1) {
            throw new IllegalArgumentException("--threads is " + threads + " and --save-every " + saveEvery + "; both must be at least 1.");
        }
        settings(0, 0); // Says what cannot be before models are read or fetched.
        // Before the engine is loaded.
        System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(threads));
        device.use();
        TrainRun.Inputs inputs = new TrainRun.Inputs(named(policy), named(rewardModel), score, texts, responseMin);
        return new TrainRun(folder, inputs, algorithm, saveEvery, spec.commandLine().getErr())
                .run(this::settings, shown(), resume);
    }

    private Path named(String model) {
        return model == null || model.isEmpty() ? null : NamedModel.folder(model, spec.commandLine().getErr());
    }

    /** Returns the options that a run was started with. */
    private static List<String> started(Path folder) {
        List<String> arguments = new ArrayList<>();
        RunFolder.read(folder).settings().forEach((name, value) -> {
            if (value.equals("true")) {
                arguments.add("--" + name);
            } else if (!value.equals("false") && !value.isEmpty()) {
                arguments.add("--" + name);
                arguments.add(value);
            }
        });
        return arguments;
    }

    /** Runs again with more options; those that are given now win. */
    private int complete(List<String> options) {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(spec.commandLine().getParseResult().originalArgs());
        TrainCommand same = new TrainCommand();
        same.completed = true;
        return Blame.run(
                same, spec.commandLine().getOut(), spec.commandLine().getErr(), arguments.toArray(String[]::new));
    }

    private TrainingSettings settings(int eosId, int padId) {
        return new TrainingSettings(
                seed,
                updates,
                batch,
                new TrainingSettings.PromptLength(promptMin, promptMax),
                new TrainingSettings.Optimizer(learningRate, gradientNorm),
                new PpoOptions(
                        new GenerationOptions(maxNewTokens, minNewTokens, temperature, 0, 1, eosId, padId),
                        klCoefficient,
                        new PpoOptions.Discount(gamma, lambda),
                        new PpoOptions.Clip(clip, valueClip),
                        new PpoOptions.Weights(valueCoefficient, entropyCoefficient),
                        new PpoOptions.Passes(epochs, miniBatch)),
                new TrainingSettings.KlControl(adaptiveKl, targetKl, horizon));
    }

    /** Returns the settings that decide the run, as the page shows them. */
    private Map<String, Object> shown() {
        Map<String, Object> shown = new LinkedHashMap<>();
        for (var option : spec.options()) {
            String name = option.names()[0].replaceFirst("^--", "");
            if (!option.usageHelp() && !option.versionHelp() && !name.matches("resume|out|save-every")) {
                Object value = option.getValue();
                shown.put(name, value == null ? "" : value instanceof Number || value instanceof Boolean ? value : value.toString());
            }
        }
        return shown;
    }
}
