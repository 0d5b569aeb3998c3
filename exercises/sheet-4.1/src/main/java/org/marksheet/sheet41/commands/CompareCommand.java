package org.marksheet.sheet41.commands;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.marksheet.lab.chat.ChatTemplate;
import org.marksheet.sheet41.chat.Answer;
import org.marksheet.sheet41.chat.Conversation;
import org.marksheet.sheet41.chat.Rule;
import org.marksheet.sheet41.chat.Speaker;
import org.marksheet.sheet41.generation.BatchGeneration;
import org.marksheet.sheet41.generation.LogitSampling;
import org.marksheet.sheet41.reward.TextRewards;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives an instruction to a tuned and to an untuned model: {@code mvn -q compile exec:java@compare}. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Gives one instruction to an instruct model, in its chat template, and to a base model, as it stands; prints both "
                + "answers and whether they keep to the rule. With the methods you wrote in 4.1.2 and 4.1.5.",
        footerHeading = "%nRules: every-word-begins-with=LETTER, contains=TEXT, bullet-list=N.%n%nExamples:%n",
        footer = {
            "  mvn -q compile exec:java@compare",
            "  mvn -q compile exec:java@compare -Dexec.args=\"'say road four times.' --rule 'contains=road road road road'\"",
            "  mvn -q compile exec:java@compare -Dexec.args=\"--instruct HuggingFaceTB/SmolLM2-135M-Instruct --base HuggingFaceTB/SmolLM2-135M\"",
            "  mvn -q compile exec:java@compare -Dexec.args=\"--instruct FOLDER --base gpt2 'Name three colours in a bullet list.' --rule bullet-list=3\"",
        })
public final class CompareCommand implements Callable<Integer> {
    private static final Task SHEET =
            new Task("Write a sentence in which every word begins with the letter a.", "every-word-begins-with=a");
    /** What the small models that come along can understand; behind a full stop the base model would have nothing to add. */
    private static final Task EMBEDDED = new Task("list words that start with m", "every-word-begins-with=m");

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "INSTRUCTION",
            arity = "0..1",
            description = "What to do; needs --rule (default: the sheet's, to begin every word with a; for the models that come along "
                    + "to list words that start with m).")
    private String instruction;

    @Option(names = "--rule", paramLabel = "RULE", description = "What an answer must keep to.")
    private String rule;

    @Option(
            names = "--instruct",
            paramLabel = "MODEL",
            description = "A model with a chat template: a folder or a hub id (default: the tuned one that comes along).")
    private String instruct;

    @Option(
            names = "--base",
            paramLabel = "MODEL",
            description = "A model that only continues texts: a folder or a hub id (default: the base model that comes along).")
    private String base;

    @Mixin
    private DecodingOptions decoding;

    @Mixin
    private DeviceOption device;

    @Mixin
    private PrecisionOption dtype;

    /** What is asked for, and how the answer is judged. */
    private record Task(String instruction, String rule) {}

    /** Runs and ends the process. */
    public static void main(String[] arguments) {
        System.exit(Blame.run(new CompareCommand(), arguments));
    }

    @Override
    public Integer call() {
        device.use();
        if ((instruct == null) != (base == null)) {
            throw new IllegalArgumentException("A comparison needs two models: give both --instruct and --base, or neither.");
        }
        Task task = task();
        Rule judge = Rule.parse(task.rule(), new TextRewards());
        PrintWriter out = spec.commandLine().getOut();
        out.println("Instruction: " + task.instruction());
        out.println("Rule: " + judge.text());
        show("Instruct model", instruct, "instruct", judge, (speaker, folder) -> new Conversation(
                        speaker, ChatTemplate.load(folder), Optional.empty())
                .say(task.instruction(), decoding.manner(), piece -> {}, () -> false));
        show("Base model", base, "base", judge, (speaker, folder) -> speaker.goOn(
                task.instruction(), decoding.manner(), piece -> {}, () -> false));
        return 0;
    }

    private Task task() {
        Task usual = instruct == null ? EMBEDDED : SHEET;
        if (instruction != null && rule == null) {
            throw new IllegalArgumentException("How is an answer to \"" + instruction
                    + "\" judged? Add --rule every-word-begins-with=LETTER, --rule contains=TEXT or --rule bullet-list=N.");
        }
        return new Task(instruction != null ? instruction : usual.instruction(), rule != null ? rule : usual.rule());
    }

    /** One model at a time, so that memory is needed for one. */
    private void show(String kind, String model, String embedded, Rule judge, BiFunction<Speaker, Path, Answer> asked) {
        Path folder = model != null ? NamedModel.folder(model, spec.commandLine().getErr()) : Embedded.model(embedded);
        PrintWriter out = spec.commandLine().getOut();
        try (Speaker speaker = Speaker.load(folder, dtype.precision(), new BatchGeneration(), new LogitSampling())) {
            Answer answer = asked.apply(speaker, folder);
            Rule.Verdict verdict = judge.judge(answer.text());
            out.println();
            out.println(Ansi.AUTO.string("@|bold " + kind + "|@") + (model != null ? " (" + model + ")" : ""));
            if (answer.text().isEmpty()) {
                out.println("  (nothing: the text ends at once)");
            }
            answer.text().lines().map(line -> "  " + line).forEach(out::println);
            out.println((verdict.isFollowed() ? "Follows the rule: " : "Does not follow the rule: ") + verdict.finding() + ".");
        }
    }
}
