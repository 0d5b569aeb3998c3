package org.marksheet.grader.cli;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.marksheet.grader.gpu.Gpus;
import org.marksheet.grader.sandbox.CacheFolder;
import org.marksheet.grader.sandbox.NoSandboxException;
import org.marksheet.grader.sandbox.Sandbox;
import org.marksheet.grader.sandbox.SandboxReport;
import org.marksheet.grader.sandbox.Staging;
import org.marksheet.grader.sandbox.Wall;
import org.marksheet.grader.sandbox.WorkerJars;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.worker.Rehearsal;
import org.marksheet.worker.Worker;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what this machine has. */
@Command(
        name = "doctor",
        description = "Says what this machine has, what is missing and how to get it; tries each wall of the sandbox.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  marksheet doctor")
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    private boolean healthy = true;

    @Override
    public Integer call() throws IOException {
        say(Runtime.version().feature() >= 17, "Java", Runtime.version() + " at " + System.getProperty("java.home"));
        say(onPath("mvn").isPresent(), "Maven", onPath("mvn").map(Path::toString)
                .orElse("not on the PATH. Install Maven 3.8 or newer; on Debian: apt-get install maven"));
        say(true, "cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
        memory();
        say(true, "engine", Torch.engine().getEngineName() + " " + Torch.engine().getVersion());
        new GpuReport(Gpus.ofThisMachine()).lines().forEach(line -> say(true, line.what(), line.detail()));
        try {
            sandbox(Sandbox.detect(1));
        } catch (NoSandboxException e) {
            say(false, "sandbox", e.getMessage());
        }
        return healthy ? Marksheet.DONE : Marksheet.FAULT;
    }

    private void memory() {
        MachineMemory.mib().ifPresent(mib ->
                say(mib >= 4096, "memory", mib + " MiB" + (mib >= 4096 ? "" : "; plan 2048 MiB a job")));
    }

    private void sandbox(Sandbox sandbox) throws IOException {
        Staging.Staged staged = new Staging(CacheFolder.ofThisUser(), sandbox)
                .stage(
                        WorkerJars.onClassPath(System.getProperty("java.class.path")),
                        Worker.class.getName(),
                        Rehearsal.script());
        staged.warning().ifPresent(warning -> say(false, "class archive", warning));
        SandboxReport report = SandboxReport.of(sandbox, staged.layout());
        say(report.holds(), "sandbox", report.sandbox()
                + (report.holds() ? ", all walls hold" : ", some walls do not hold: see docs/instructor.md#sandbox"));
        for (Wall wall : report.walls()) {
            say(wall.holds(), "  " + wall.name(), wall.detail());
        }
    }

    private static Optional<Path> onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private void say(boolean good, String what, String detail) {
        healthy &= good;
        PrintWriter out = spec.commandLine().getOut();
        out.println(Ansi.AUTO.string(good ? "@|green ok|@ " : "@|red --|@ ") + String.format("%-18s ", what) + detail);
    }
}
