package org.marksheet.grader.sandbox;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.marksheet.grader.process.ChildProcess;
import org.marksheet.grader.sandbox.WorkerLayout.Start;

/** A sandbox of this machine with the stand-in for the worker staged, for tests that attack it. */
record Stand(Sandbox sandbox, Staging.Staged staged) {
    private static final Duration LONG = Duration.ofSeconds(60);

    /** What a program left when it ended. */
    record Ended(int code, String output, String errors) {}

    static Stand bubblewrap(Path folder) throws Exception {
        if (ToolPath.ofThisProcess().find("bwrap").isEmpty() && System.getenv("CI") == null) {
            Assumptions.abort("bwrap is missing; install bubblewrap to run these tests.");
        }
        return of(Sandbox.detect(2), folder);
    }

    static Stand of(Sandbox sandbox, Path folder) throws IOException {
        return new Stand(sandbox, new Staging(CacheFolder.ofThisUser(), sandbox).stage(SmallJar.echoWorker(folder),
                EchoWorker.class.getName(), new byte[0]));
    }

    ChildProcess worker() throws IOException {
        return start(staged.layout(), Limits.defaults());
    }

    ChildProcess attack(String body, Limits limits, Path folder) throws IOException {
        Path own = Files.createTempDirectory(folder, "attack");
        return start(staged.layout().with(new Start("Attack", List.of(SmallJar.ofAttack(body, own)), List.of())), limits);
    }

    Ended run(String body, Limits limits, Path folder) throws Exception {
        try (ChildProcess child = attack(body, limits, folder)) {
            return ended(child);
        }
    }

    /** Ends the program's input, and waits for what it says to that. */
    static Ended ended(ChildProcess child) throws Exception {
        CompletableFuture.delayedExecutor(LONG.toMillis(), TimeUnit.MILLISECONDS).execute(child::kill);
        child.input().close();
        String output = new String(child.output().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(child.waitFor(LONG), "it still runs");
        return new Ended(child.exitCode().getAsInt(), output, child.errors());
    }

    private ChildProcess start(WorkerLayout layout, Limits limits) throws IOException {
        return ChildProcess.start(sandbox.command(layout, 0, limits), sandbox.environment(layout, 0));
    }

    /** Starts another Java with the class path of the tests. */
    static ChildProcess java(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-cp",
                System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return ChildProcess.start(command, Map.of("PATH", System.getenv("PATH")));
    }
}
