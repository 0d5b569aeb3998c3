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
        })
public final class TrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--preset", defaultValue = "quick", description = "quick or full (default: ${DEFAULT-VALUE}).")
    private Preset preset;

    @Option(names = "--algorithm", defaultValue = "ppo", description = "ppo or reinforce (default: ${DEFAULT-VALUE}).")
    private Algorithm algorithm;

    @Option(names = "--out", paramLabel = "FOLDER", description = "Where the run goes (default: runs/PRESET-ALGORITHM-SEED).")
    private Path out;

    @Option(names = "--resume", description = "Go on with a run that was interrupted, with its options.")
    private boolean resume;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--updates", paramLabel = "N", description = "Batches to learn from (quick: 45, full: 150).")
    private Integer updates;

    @Option(names = "--batch", paramLabel = "N", description = "Responses of an update (quick: 64, full: 128).")
    private Integer batch;

    @Option(names = "--mini-batch", paramLabel = "N", description = "Responses of a step (quick: 32, full: 64).")
    private Integer miniBatch;

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "4", description = "Passes over a batch (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(names = "--learning-rate", paramLabel = "X", description = "Adam's (quick: 2e-4, full: 1e-4).")
    private Double learningRate;

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
            description = "How much a nat of divergence costs (default: ${DEFAULT-VALUE}).")
    private float klCoefficient;

    @Option(names = "--adaptive-kl", description = "Steer the coefficient towards --target-kl.")
    private boolean adaptiveKl;

    @Option(names = "--target-kl", paramLabel = "X", defaultValue = "6", description = "In nats (default: ${DEFAULT-VALUE}).")
    private double targetKl;

    @Option(names = "--horizon", paramLabel = "N", defaultValue = "1000", description = "In episodes (default: ${DEFAULT-VALUE}).")
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

    @Option(names = "--max-new-tokens", paramLabel = "N", defaultValue = "24", description = "Of a response (default: ${DEFAULT-VALUE}).")
    private int maxNewTokens;

    @Option(names = "--min-new-tokens", paramLabel = "N", defaultValue = "0", description = "Of a response (default: ${DEFAULT-VALUE}).")
    private int minNewTokens;

    @Option(names = "--temperature", paramLabel = "X", defaultValue = "1", description = "Of sampling (default: ${DEFAULT-VALUE}).")
    private float temperature;

    @Option(names = "--prompt-min", paramLabel = "N", defaultValue = "2", description = "Tokens of a prompt (default: ${DEFAULT-VALUE}).")
    private int promptMin;

    @Option(names = "--prompt-max", paramLabel = "N", defaultValue = "8", description = "Tokens of a prompt (default: ${DEFAULT-VALUE}).")
    private int promptMax;

    @Option(names = "--policy", paramLabel = "MODEL", description = "A GPT-2 to begin with, a folder or a hub id (default: the one that comes along).")
    private String policy;

    @Option(names = "--reward-model", paramLabel = "MODEL", description = "A DistilBERT that judges, a folder or a hub id (default: the one that comes along).")
    private String rewardModel;

    @Option(names = "--prompts", paramLabel = "FILE", description = "Texts to take prompts from, one a line.")
    private Path prompts;

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

    private boolean restored;

    /** Runs and ends the process. */
    public static void main(String[] arguments) {
        System.exit(Blame.run(new TrainCommand(), arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = out != null
                ? out
                : Path.of("runs", (preset + "-" + algorithm + "-" + seed).toLowerCase(Locale.ROOT));
        if (resume && !restored) {
            return asItWasStarted(folder);
        }
        // Before the engine is loaded.
        System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(threads));
        device.use();
        TrainRun.Inputs inputs = new TrainRun.Inputs(named(policy), named(rewardModel), prompts);
        return new TrainRun(folder, inputs, algorithm, saveEvery, spec.commandLine().getErr())
                .run(this::settings, shown(), resume);
    }

    private Path named(String model) {
        return model == null || model.isEmpty() ? null : NamedModel.folder(model, spec.commandLine().getErr());
    }

    /** Runs again with the options that the run was started with; those that are given now win. */
    private int asItWasStarted(Path folder) {
        List<String> arguments = new ArrayList<>();
        RunFolder.read(folder).settings().forEach((name, value) -> {
            if (value.equals("true")) {
                arguments.add("--" + name);
            } else if (!value.equals("false") && !value.isEmpty()) {
                arguments.add("--" + name);
                arguments.add(value);
            }
        });
        arguments.addAll(spec.commandLine().getParseResult().originalArgs());
        TrainCommand same = new TrainCommand();
        same.restored = true;
        return Blame.run(
                same, spec.commandLine().getOut(), spec.commandLine().getErr(), arguments.toArray(String[]::new));
    }

    private TrainingSettings settings(int eosId, int padId) {
        return new TrainingSettings(
                seed,
                updates != null ? updates : preset.updates(),
                batch != null ? batch : preset.batch(),
                new TrainingSettings.PromptLength(promptMin, promptMax),
                new TrainingSettings.Optimizer(learningRate != null ? learningRate : preset.learningRate(), gradientNorm),
                new PpoOptions(
                        new GenerationOptions(maxNewTokens, minNewTokens, temperature, 0, 1, eosId, padId),
                        klCoefficient,
                        new PpoOptions.Discount(gamma, lambda),
                        new PpoOptions.Clip(clip, valueClip),
                        new PpoOptions.Weights(valueCoefficient, entropyCoefficient),
                        new PpoOptions.Passes(epochs, miniBatch != null ? miniBatch : preset.miniBatch())),
                new TrainingSettings.KlControl(adaptiveKl, targetKl, horizon));
    }

    /** Returns the settings that decide the run, as the page shows them. */
    private Map<String, Object> shown() {
        TrainingSettings settings = settings(0, 0);
        Map<String, Object> shown = new LinkedHashMap<>();
        for (var option : spec.options()) {
            String name = option.longestName().replaceFirst("^--", "");
            if (!option.usageHelp() && !option.versionHelp() && !name.matches("resume|out|save-every")) {
                Object value = option.getValue();
                shown.put(name, value == null ? "" : value instanceof Number || value instanceof Boolean ? value : value.toString());
            }
        }
        shown.put("updates", settings.updates());
        shown.put("batch", settings.batch());
        shown.put("mini-batch", settings.ppo().passes().miniBatch());
        shown.put("learning-rate", settings.optimizer().learningRate());
        return shown;
    }
}
