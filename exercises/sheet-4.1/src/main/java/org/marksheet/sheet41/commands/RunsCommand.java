package org.marksheet.sheet41.commands;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.marksheet.lab.log.RunFolder;
import org.marksheet.lab.plot.RunPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts runs side by side: {@code mvn -q compile exec:java@runs}. */
@Command(
        name = "runs",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Writes one page with the curves, samples and settings of two or more runs.",
        footerHeading = "%nExample:%n",
        footer = "  mvn -q compile exec:java@runs -Dexec.args=\"runs/quick-ppo-1 runs/no-penalty\"")
public final class RunsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", arity = "1..*", description = "Folders of runs, the first in the first colour.")
    private List<Path> runs;

    @Option(names = "--out", paramLabel = "FILE", defaultValue = "runs/index.html", description = "The page (default: ${DEFAULT-VALUE}).")
    private Path out;

    /** Runs and ends the process. */
    public static void main(String[] arguments) {
        System.exit(Blame.run(new RunsCommand(), arguments));
    }

    @Override
    public Integer call() throws Exception {
        Files.createDirectories(out.toAbsolutePath().getParent());
        RunPage.write(out, runs.stream().map(RunFolder::read).toList());
        spec.commandLine().getErr().println("Page: " + out);
        return 0;
    }
}
