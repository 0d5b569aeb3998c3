package org.marksheet.sheet41.commands;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.marksheet.lab.chat.ChatTemplate;
import org.marksheet.lab.jinja.TemplateException;
import org.marksheet.sheet41.chat.Answer;
import org.marksheet.sheet41.chat.Conversation;
import org.marksheet.sheet41.chat.Speaker;
import org.marksheet.sheet41.generation.BatchGeneration;
import org.marksheet.sheet41.generation.LogitSampling;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Talks with a language model with the student's classes: {@code mvn -q compile exec:java@chat}. */
@Command(
        name = "chat",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Talks with a language model: its own chat template, and the methods you wrote in 4.1.2. The answer appears "
                + "token by token.",
        footerHeading = "%nWithout a message you are asked for one after the other: /reset forgets what was said, /exit or Ctrl-D ends."
                + "%n%nExamples:%n",
        footer = {
            "  mvn -q compile exec:java@chat",
            "  mvn -q compile exec:java@chat -Dexec.args=\"'list three colours.'\"",
            "  mvn -q compile exec:java@chat -Dexec.args=\"--model HuggingFaceTB/SmolLM2-135M-Instruct\"",
            "  mvn -q compile exec:java@chat -Dexec.args=\"--model FOLDER --system 'Answer in rhymes.' --temperature 0.7 'Who are you?'\"",
            "  mvn -q compile exec:java@chat < messages.txt",
        })
public final class ChatCommand implements Callable<Integer> {
    private static final String RESET = "/reset";
    private static final String EXIT = "/exit";

    private final Reader input;
    private final boolean terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "MESSAGE", arity = "0..1", description = "What to say; without it, lines of the standard input.")
    private String message;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "A language model with a chat template: a folder or a hub id (default: the tuned one that comes along; it "
                    + "knows short instructions in lower case).")
    private String model;

    @Option(names = "--system", paramLabel = "TEXT", description = "What the model is told before everything else.")
    private String system;

    @Mixin
    private DecodingOptions decoding;

    @Mixin
    private DeviceOption device;

    @Mixin
    private PrecisionOption dtype;

    /** Reads messages where the program was started. */
    public ChatCommand() {
        this.terminal = System.console() != null;
        this.input = terminal ? System.console().reader() : new InputStreamReader(System.in, StandardCharsets.UTF_8);
    }

    /** Reads messages elsewhere. */
    ChatCommand(Reader input) {
        this.input = input;
        this.terminal = false;
    }

    /** Runs and ends the process. */
    public static void main(String[] arguments) {
        System.exit(Blame.run(new ChatCommand(), arguments));
    }

    @Override
    public Integer call() throws IOException {
        device.use();
        PrintWriter err = spec.commandLine().getErr();
        Path folder = model != null ? NamedModel.folder(model, err) : Embedded.model("instruct");
        ChatTemplate template = ChatTemplate.load(folder);
        try (Speaker speaker = Speaker.load(folder, dtype.precision(), new BatchGeneration(), new LogitSampling())) {
            Conversation conversation = new Conversation(speaker, template, Optional.ofNullable(system));
            if (message != null) {
                return say(conversation, message);
            }
            if (!conversation.remembers()) {
                err.println("The chat template of this model holds one message: each is answered by itself.");
            }
            return loop(conversation);
        }
    }

    private int loop(Conversation conversation) throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        BufferedReader lines = new BufferedReader(input);
        for (String line = next(lines); line != null && !line.strip().equals(EXIT); line = next(lines)) {
            String said = line.strip();
            if (said.equals(RESET)) {
                conversation.reset();
                err.println("Forgotten.");
            } else if (said.matches("/\\w+")) {
                err.println("There is no " + said + ". Known: " + RESET + ", " + EXIT + ".");
            } else if (!said.isEmpty()) {
                try {
                    int code = say(conversation, said);
                    if (code != 0) {
                        return code;
                    }
                } catch (IllegalArgumentException | TemplateException e) {
                    err.println(e.getMessage() + " Forget what was said: " + RESET + ".");
                }
            }
        }
        return 0;
    }

    /** Returns the next line, or null at the end of all. */
    private String next(BufferedReader lines) throws IOException {
        if (!terminal) {
            return lines.readLine();
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(Ansi.AUTO.string("@|bold you>|@ "));
        out.flush();
        // After Ctrl-C or Ctrl-D, what comes next begins on a line of its own.
        Thread newLine = new Thread(out::println);
        Runtime.getRuntime().addShutdownHook(newLine);
        String line = lines.readLine();
        try {
            if (Runtime.getRuntime().removeShutdownHook(newLine) && line == null) {
                out.println();
            }
        } catch (IllegalStateException ending) {
            // The program is being ended, and the hook runs.
            return null;
        }
        return line;
    }

    private int say(Conversation conversation, String text) {
        PrintWriter out = spec.commandLine().getOut();
        // Ctrl-C waits until the engine is between two tokens.
        try (Interrupt interrupt = new Interrupt()) {
            Answer answer = conversation.say(
                    text,
                    decoding.manner(),
                    piece -> {
                        out.print(piece);
                        out.flush();
                    },
                    interrupt::asked);
            out.println();
            if (interrupt.asked()) {
                return 130;
            }
            if (terminal) {
                spec.commandLine().getErr().println(Ansi.AUTO.string("@|faint " + summary(answer) + "|@"));
            }
            return 0;
        }
    }

    private static String summary(Answer answer) {
        String ended = switch (answer.ending()) {
            case COMPLETE -> "";
            case LIMIT -> ", cut off: --max-new-tokens";
            case FULL -> ", cut off: the model cannot read more";
            case INTERRUPTED -> ", broken off";
        };
        Answer.Pace pace = answer.pace();
        return String.format(Locale.ROOT, "(%d tokens, the first after %.1f s, then %.0f ms each%s)", pace.tokens(), pace.first(),
                1e3 * pace.perToken(), ended);
    }
}
