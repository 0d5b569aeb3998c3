package org.marksheet.sheet41.commands;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.marksheet.lab.model.CausalModel;
import org.marksheet.lab.model.SpentCaches;
import org.marksheet.lab.pretrained.CausalModels;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.SeededRandom;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.lab.text.Tokenizer;
import org.marksheet.sheet41.chat.EndTokens;
import org.marksheet.sheet41.generation.BatchGeneration;
import org.marksheet.sheet41.generation.GenerationOptions;
import org.marksheet.sheet41.generation.LogitSampling;
import org.marksheet.sheet41.ppo.Responses;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets a language model write with the student's classes: {@code mvn -q compile exec:java@generate}. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Lets a language model continue a text, with the methods you wrote in 4.1.2.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  mvn -q compile exec:java@generate -Dexec.args=\"'the film was'\"",
            "  mvn -q compile exec:java@generate -Dexec.args=\"'the film was' --temperature 0\"",
            "  mvn -q compile exec:java@generate -Dexec.args=\"'the film was' --model runs/quick-ppo-1/policy\"",
        })
public final class GenerateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PROMPT", defaultValue = "the film was", description = "What to continue (default: ${DEFAULT-VALUE}).")
    private String prompt;

    @Option(names = "--model", paramLabel = "MODEL", description = "A language model: a folder, such as a run's policy, or a hub id (default: the base model).")
    private String model;

    @Option(names = "--count", paramLabel = "N", defaultValue = "4", description = "How many texts (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "--max-new-tokens", paramLabel = "N", defaultValue = "24", description = "Default: ${DEFAULT-VALUE}.")
    private int maxNewTokens;

    @Option(names = "--min-new-tokens", paramLabel = "N", defaultValue = "0", description = "Default: ${DEFAULT-VALUE}.")
    private int minNewTokens;

    @Option(names = "--temperature", paramLabel = "X", defaultValue = "1", description = "0 is greedy (default: ${DEFAULT-VALUE}).")
    private float temperature;

    @Option(names = "--top-k", paramLabel = "N", defaultValue = "0", description = "0 is off (default: ${DEFAULT-VALUE}).")
    private int topK;

    @Option(names = "--top-p", paramLabel = "X", defaultValue = "1", description = "1 is off (default: ${DEFAULT-VALUE}).")
    private float topP;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin
    private DeviceOption device;

    @Mixin
    private PrecisionOption dtype;

    /** Runs and ends the process. */
    public static void main(String[] arguments) {
        System.exit(Blame.run(new GenerateCommand(), arguments));
    }

    @Override
    public Integer call() {
        device.use();
        Path folder = model != null ? NamedModel.folder(model, spec.commandLine().getErr()) : Embedded.model("base");
        try (Tokenizer tokenizer = Tokenizer.load(folder);
                CausalModel language = CausalModels.load(folder, dtype.precision());
                NDManager manager = Torch.manager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            GenerationOptions options = new GenerationOptions(
                    maxNewTokens, minNewTokens, temperature, topK, topP, (int) tokenizer.eosId(), (int) tokenizer.padId());
            long[] start = tokenizer.encode(prompt);
            EndTokens ends = new EndTokens(tokenizer.endIds());
            long began = System.nanoTime();
            NDArray ids = Gradients.off(() -> new BatchGeneration()
                    .generate(new SpentCaches(language), new LogitSampling(), Collections.nCopies(count, start), options, ends,
                            new SeededRandom(manager, seed)));
            Responses.check(ids, count);
            double seconds = (System.nanoTime() - began) / 1e9;
            PrintWriter out = spec.commandLine().getOut();
            int columns = Math.toIntExact(ids.getShape().get(1));
            long[] all = ids.toLongArray();
            for (int row = 0; row < count; row++) {
                long[] response = ends.before(Arrays.copyOfRange(all, row * columns, (row + 1) * columns));
                out.println(prompt + continuation(start, response, tokenizer));
            }
            spec.commandLine().getErr().printf(Locale.ROOT, "%d steps of %d tokens, %.0f tokens a second%n", columns, count,
                    count * columns / seconds);
            return 0;
        }
    }

    /** A decoder drops the blank that a text begins with, so the response alone would run into the prompt. */
    private static String continuation(long[] start, long[] response, Tokenizer tokenizer) {
        String before = tokenizer.decode(start);
        String whole = tokenizer.decode(LongStream.concat(LongStream.of(start), LongStream.of(response)).toArray());
        return whole.startsWith(before) ? whole.substring(before.length()).stripTrailing() : " " + tokenizer.decode(response).strip();
    }
}
