package org.marksheet.grader.cli;

import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.marksheet.grader.grading.SheetDisagreesException;
import org.marksheet.grader.grading.UnknownSheetException;
import org.marksheet.grader.intake.InputException;
import org.marksheet.grader.sheet.SheetException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The top command. */
@Command(
        name = "marksheet",
        description = "Grades untrusted submissions to a course assignment, and says in words what is wrong.",
        mixinStandardHelpOptions = true,
        versionProvider = Marksheet.class,
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  marksheet demo                   grade the shipped examples and look at a report",
            "  marksheet grade submissions/     grade a folder of submissions",
            "  marksheet doctor                 see what this machine has and lacks"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; for grade: every submission was graded, whatever its points",
            "1:some submissions are below --fail-under, or a check of the sheet itself falls short",
            "2:wrong usage, or input that is not there",
            "3:some submissions could not be graded for a fault of the machine",
            "130:interrupted; what was graded is kept"
        },
        subcommands = {
            DemoCommand.class,
            GradeCommand.class,
            SelfCheckCommand.class,
            HandoutCommand.class,
            DoctorCommand.class
        })
public final class Marksheet implements Runnable, CommandLine.IVersionProvider {
    static final int DONE = 0;
    static final int SHORT = 1;
    static final int USAGE = 2;
    static final int FAULT = 3;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show a stack trace with an error.")
    private boolean verbose;

    /** Runs; the project's top folder is in the system property {@code marksheet.home}. */
    public static void main(String[] arguments) {
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments));
    }

    /** Runs a command line and returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = new CommandLine(new Marksheet());
        line.setOut(out);
        line.setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((exception, command, parsed) -> {
            Marksheet top = parsed.commandSpec().root().userObject() instanceof Marksheet found ? found : null;
            if (top != null && top.verbose) {
                exception.printStackTrace(err);
            }
            err.println(Ansi.AUTO.string("@|bold,red marksheet:|@ ") + words(exception));
            return code(exception);
        });
        line.setParameterExceptionHandler((exception, wrong) -> {
            CommandLine command = exception.getCommandLine();
            err.println(Ansi.AUTO.string("@|bold,red marksheet:|@ ") + inWords(exception.getMessage()));
            if (!CommandLine.UnmatchedArgumentException.printSuggestions(exception, err)) {
                err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
            }
            return USAGE;
        });
        return line.execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: demo, grade, selfcheck, handout or doctor.");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"marksheet " + version()};
    }

    /** Returns the grader's version. */
    static String version() {
        String version = Marksheet.class.getPackage().getImplementationVersion();
        return version == null ? "0.1.0" : version;
    }

    /** Returns the project's top folder. */
    static Path home() {
        return Path.of(System.getProperty("marksheet.home", ".")).toAbsolutePath().normalize();
    }

    /** Names of Java's types are no words for a number. */
    private static String inWords(String message) {
        return message.replaceFirst("is not an? (int|long)$", "is not a whole number")
                .replaceFirst("is not a (float|double)$", "is not a number");
    }

    private static String words(Exception exception) {
        if (exception instanceof FileSystemException file && file.getFile() != null) {
            return file.getFile() + ": " + trouble(file) + " Choose another path, or put that right.";
        }
        String message = exception.getMessage();
        return message == null || message.isBlank()
                ? exception.getClass().getSimpleName() + ". Run again with --verbose and tell the authors."
                : message;
    }

    /** What Java says of a file by the type of the exception alone. */
    private static String trouble(FileSystemException exception) {
        if (exception instanceof NoSuchFileException) {
            return "it is not there, and cannot be made.";
        } else if (exception instanceof FileAlreadyExistsException) {
            return "a file is there, where a folder is needed.";
        } else if (exception instanceof AccessDeniedException) {
            return "you may not read or write it.";
        }
        return (exception.getReason() == null ? "it cannot be read or written" : exception.getReason()) + ".";
    }

    private static int code(Exception exception) {
        return exception instanceof InputException
                        || exception instanceof NoSuchFileException
                        || exception instanceof FileAlreadyExistsException
                        || exception instanceof AccessDeniedException
                        || exception instanceof UnknownSheetException
                        || exception instanceof SheetException
                        || exception instanceof SheetDisagreesException
                        || exception instanceof IllegalArgumentException
                ? USAGE
                : FAULT;
    }
}
