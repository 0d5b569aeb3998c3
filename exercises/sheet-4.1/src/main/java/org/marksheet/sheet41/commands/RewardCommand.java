package org.marksheet.sheet41.commands;

import ai.djl.ndarray.NDScope;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.marksheet.lab.model.distilbert.DistilBert;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.sheet41.reward.TextRewards;
import org.marksheet.sheet41.training.TextScorer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Scores texts with the student's classes: {@code mvn -q compile exec:java@reward}. */
@Command(
        name = "reward",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Says how positive a classifier finds texts, with the method you wrote in 4.1.5.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  mvn -q compile exec:java@reward -Dexec.args=\"'the film was awful .' 'it is a joy'\"",
            "  mvn -q compile exec:java@reward < texts.txt",
        })
public final class RewardCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "TEXT", arity = "0..*", description = "Texts; without any, lines of the standard input.")
    private List<String> texts = new ArrayList<>();

    @Option(names = "--model", paramLabel = "MODEL", description = "A DistilBERT with two classes: a folder or a hub id (default: the one that comes along).")
    private String model;

    @Mixin
    private DeviceOption device;

    /** Runs and ends the process. */
    public static void main(String[] arguments) {
        System.exit(Blame.run(new RewardCommand(), arguments));
    }

    @Override
    public Integer call() throws Exception {
        device.use();
        if (texts.isEmpty()) {
            texts = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        }
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("There is no text to score. Give some, or lines on the standard input.");
        }
        Path folder = model != null ? NamedModel.folder(model, spec.commandLine().getErr()) : Embedded.model("sentiment");
        try (DistilBert classifier = DistilBert.load(folder);
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            float[] rewards = Gradients.off(() -> TextScorer.sentiment(new TextRewards(), texts, classifier).toFloatArray());
            PrintWriter out = spec.commandLine().getOut();
            for (int i = 0; i < rewards.length; i++) {
                out.printf(Locale.ROOT, "%.4f  %s%n", rewards[i], texts.get(i));
            }
            return 0;
        }
    }
}
