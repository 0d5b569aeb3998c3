package org.marksheet.sheet41.commands;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.marksheet.lab.checkpoint.BadCheckpointException;
import org.marksheet.lab.hub.HubException;
import org.marksheet.lab.jinja.TemplateException;
import org.marksheet.lab.log.BadRunException;
import org.marksheet.lab.todo.OpenTodo;
import org.marksheet.sheet41.Todo;
import org.marksheet.sheet41.Todos;
import org.marksheet.sheet41.training.TrainingException;
import picocli.CommandLine;

/** Runs a command and turns what went wrong into a sentence and an exit code. */
final class Blame {
    /** A TODO that is needed is open, or the student's code or input is at fault. */
    static final int YOURS = 1;

    private static final Pattern CHOICES = Pattern.compile("one of \\[([^]]*)]");
    private static final int WRONG_USAGE = 2;
    private static final int HELP_WIDTH = 120;

    private Blame() {}

    /** Runs a command line and returns its exit code. */
    static int run(Callable<Integer> command, String... arguments) {
        return run(command, new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments);
    }

    /** Runs a command line that writes elsewhere. */
    static int run(Callable<Integer> command, PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = new CommandLine(command);
        line.setOut(out);
        line.setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        // What is given for a run that goes on comes after what it was started with.
        line.setOverwrittenOptionsAllowed(true);
        // Examples are one line each, to be copied.
        line.setUsageHelpWidth(HELP_WIDTH);
        line.setParameterExceptionHandler((exception, wrong) -> {
            PrintWriter told = exception.getCommandLine().getErr();
            told.println(asTyped(exception.getMessage()));
            CommandLine.UnmatchedArgumentException.printSuggestions(exception, told);
            told.println("All options: --help");
            return WRONG_USAGE;
        });
        line.setExecutionExceptionHandler((exception, commandLine, parsed) -> {
            say(commandLine.getErr(), exception);
            return YOURS;
        });
        return line.execute(arguments);
    }

    /** Numbers and choices as the help writes them, not as Java does. */
    private static String asTyped(String message) {
        String words = message.replaceFirst("is not an? (int|long)$", "is not a whole number")
                .replaceFirst("is not a (float|double)$", "is not a number");
        return CHOICES.matcher(words).replaceAll(found -> Matcher.quoteReplacement(Stream.of(found.group(1).split(", "))
                .map(choice -> choice.toLowerCase(Locale.ROOT).replace('_', '-'))
                .distinct()
                .collect(Collectors.joining(", ", "one of ", ""))));
    }

    private static void say(PrintWriter err, Exception exception) {
        if (exception instanceof OpenTodo open) {
            Todo todo = Todos.all().stream().filter(one -> one.id().equals(open.id())).findFirst().orElseThrow();
            Path file = Path.of("sheet-4.1/src/main/java", todo.implementation().getName().replace('.', '/') + ".java");
            err.println("This needs " + todo.id() + " " + todo.method() + ", which is still open. What it must do stands in "
                    + todo.contract().getSimpleName() + "; fill in the TODO in");
            err.println("  " + file);
            err.println("and check it with: mvn -q test -Dexercise=" + todo.id());
        } else if (exception instanceof TrainingException
                || exception instanceof BadCheckpointException
                || exception instanceof TemplateException
                || exception instanceof BadRunException
                || exception instanceof HubException
                || exception instanceof IllegalArgumentException) {
            err.println(exception.getMessage());
        } else if (exception instanceof NoSuchFileException missing) {
            err.println(missing.getFile() + " is not there. Paths count from the folder that Maven was started in.");
        } else if (exception instanceof IOException) {
            err.println("A file cannot be read or written: " + exception.getMessage());
        } else {
            Optional<Culprit> yours = Culprit.of(exception);
            err.println(yours.map(Culprit::words).orElse("Your code, or ours, threw ") + exception + ".");
            yours.ifPresent(culprit -> err.println("See: mvn -q test -Dexercise=" + culprit.todo().id()));
            err.println("Its way there:");
            exception.printStackTrace(err);
        }
    }
}
