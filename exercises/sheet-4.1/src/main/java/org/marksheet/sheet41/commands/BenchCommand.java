package org.marksheet.sheet41.commands;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.marksheet.lab.model.distilbert.DistilBert;
import org.marksheet.lab.model.distilbert.DistilBertConfig;
import org.marksheet.lab.model.gpt2.Gpt2;
import org.marksheet.lab.model.gpt2.Gpt2Config;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.lab.text.Tokenizer;
import org.marksheet.sheet41.commands.Student.Algorithm;
import org.marksheet.sheet41.generation.Generation;
import org.marksheet.sheet41.generation.GenerationOptions;
import org.marksheet.sheet41.ppo.PpoOptions;
import org.marksheet.sheet41.ppo.PpoParts;
import org.marksheet.sheet41.ppo.Scorer;
import org.marksheet.sheet41.training.Prompts;
import org.marksheet.sheet41.training.TidySampling;
import org.marksheet.sheet41.training.Trainer;
import org.marksheet.sheet41.training.TrainingSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures iterations of PPO on random weights: GPT-2 with 4 layers of width 128 and 1000 tokens, 64 prompts of 8 tokens, responses of
 * 24, a classifier of 2 layers as reward, 4 epochs in mini-batches of 32.
 */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures how fast your methods make an iteration of PPO; prints medians as a line of JSON.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  mvn -q compile exec:java@bench -Dexec.args=\"--iterations 10 --threads 2\"",
            "  mvn -q compile exec:java@bench -Dexec.args=\"--sampling --iterations 5\"",
            "  mvn -q compile exec:java@bench -Dexec.args=\"--sampling tiny --iterations 20\""
        })
public final class BenchCommand implements Callable<Integer> {
    static final int PROMPT = 8;
    static final int BATCH = 64;
    static final int RESPONSE = 24;
    static final int WARM_UP = 2;

    private static final int VOCABULARY = 1_000;
    private static final int POSITIONS = 128;
    private static final int WIDTH = 128;
    private static final int HEADS = 4;
    /** No row ends by itself. */
    private static final int NEVER = -1;

    static final Gpt2Config POLICY = Gpt2Config.of(VOCABULARY, POSITIONS, WIDTH, 4, HEADS, 0);

    @Spec
    private CommandSpec spec;

    @Option(names = "--iterations", paramLabel = "N", defaultValue = "10", description = "Measured, after two to warm up (default: ${DEFAULT-VALUE}).")
    private int iterations;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "2", description = "Of the engine (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--sampling",
            arity = "0..1",
            fallbackValue = "gpt2",
            paramLabel = "MODEL",
            description = "Measure sampling alone: from gpt2's shape (gpt2, also without MODEL: 124 million parameters, 8 prompts of "
                    + "8 tokens, 32 new ones each) or from the model of the iteration (tiny).")
    private SamplingBench.Model sampling;

    @Mixin
    private DeviceOption device;

    /** Runs and ends the process. */
    public static void main(String[] arguments) {
        System.exit(Blame.run(new BenchCommand(), arguments));
    }

    @Override
    public Integer call() {
        if (iterations < 1 || threads < 1) {
            throw new IllegalArgumentException("--iterations is " + iterations + " and --threads " + threads + "; both must be at least 1.");
        }
        // Before the engine is loaded.
        System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(threads));
        device.use();
        Laps laps = new Laps();
        if (sampling != null) {
            new SamplingBench(sampling).run(WARM_UP + iterations, laps);
            spec.commandLine().getOut().println(laps.sampled(sampling, Torch.threads()));
            return 0;
        }
        PpoParts parts = Student.parts();
        Generation timed = (model, sampling, prompts, options, stopping, random) ->
                laps.time("generate", () -> parts.generation().generate(model, sampling, prompts, options, stopping, random));
        try (Gpt2 start = Gpt2.random(POLICY, 0);
                DistilBert judge = DistilBert.random(
                        new DistilBertConfig(VOCABULARY, POSITIONS, WIDTH, 2, HEADS, 4 * WIDTH, 2),
                        0,
                        Tokenizer.load(Embedded.model("sentiment")))) {
            Scorer scorer = responses -> laps.time("reward", () -> {
                NDArray logits = judge.logits(responses.ids(), responses.attentionMask());
                return logits.softmax(1).get(":, 1");
            });
            Trainer.Task task = new Trainer.Task(
                    Student.update(Algorithm.PPO),
                    parts.withGeneration(timed, new TidySampling(parts.sampling())),
                    prompts(),
                    scorer);
            try (Trainer trainer = new Trainer(settings(), task, start)) {
                long[] began = {System.nanoTime()};
                trainer.run(
                        (done, figures) -> {
                            laps.add("iteration", (System.nanoTime() - began[0]) / 1e6);
                            began[0] = System.nanoTime();
                        },
                        () -> true);
            }
        }
        spec.commandLine().getOut().println(laps.iterations(Torch.threads()));
        return 0;
    }

    private TrainingSettings settings() {
        return new TrainingSettings(
                0,
                WARM_UP + iterations,
                BATCH,
                new TrainingSettings.PromptLength(PROMPT, PROMPT),
                new TrainingSettings.Optimizer(1.41e-5, 1),
                new PpoOptions(
                        new GenerationOptions(RESPONSE, 0, 1, 0, 1, NEVER, 0),
                        .2f,
                        new PpoOptions.Discount(1, .95f),
                        new PpoOptions.Clip(.2f, .2f),
                        new PpoOptions.Weights(.1f, 0),
                        new PpoOptions.Passes(4, 32)),
                new TrainingSettings.KlControl(false, 6, 10_000));
    }

    private static Prompts prompts() {
        SplittableRandom random = new SplittableRandom(1);
        List<long[]> texts = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            texts.add(random.longs(PROMPT, 1, VOCABULARY).toArray());
        }
        return new Prompts(texts);
    }
}
