package org.marksheet.grader.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.marksheet.grader.cli.Workshop.Places;
import org.marksheet.grader.grading.GradeOptions;
import org.marksheet.grader.grading.LoadedSheet;
import org.marksheet.grader.intake.Incoming;
import org.marksheet.grader.intake.Intake;
import org.marksheet.grader.report.Reveal;
import org.marksheet.grader.sandbox.Limits;
import org.marksheet.grader.sandbox.NoSandboxException;
import org.marksheet.grader.sandbox.Sandbox;
import org.marksheet.grader.sandbox.Unsandboxed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Grades the shipped examples. */
@Command(
        name = "demo",
        description = {
            "Grades the examples in docs/examples/submissions and says where the page is.",
            "Without a sandbox on this machine they run without one: they are the project's own."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  marksheet demo --out /tmp/demo")
final class DemoCommand implements Callable<Integer> {
    private static final long SEED = 41;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "results/demo",
            description = "Where results go (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Override
    public Integer call() throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        LoadedSheet sheet = SheetChoice.load("4.1");
        int jobs = Runtime.getRuntime().availableProcessors();
        GradeOptions options = new GradeOptions(
                SEED, jobs, Duration.ofSeconds(5), Duration.ofSeconds(60), false, check -> true);
        List<Incoming> incoming = new Intake(sheet.handedIn())
                .take(List.of(Marksheet.home().resolve("docs/examples/submissions")));
        try (Workshop workshop =
                Workshop.open(sheet.sheet(), slots -> sandbox(slots, err), Limits.defaults(), Places.onCpu(jobs))) {
            GradeRun.of(sheet, options, workshop, out, Reveal.EXAMPLE, incoming, err);
        }
        err.println("Open " + out.resolve("index.html").toAbsolutePath().normalize().toUri());
        return Marksheet.DONE;
    }

    private static Sandbox sandbox(int slots, PrintWriter err) {
        try {
            return Sandbox.detect(slots);
        } catch (NoSandboxException e) {
            err.println(e.getMessage());
            err.println("The examples are the project's own and run without it.");
            return new Unsandboxed();
        }
    }
}
