package org.marksheet.sheet41.attacks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The grader's command line in a process of its own. */
final class GraderProcess implements AutoCloseable {
    static final Duration LONG = Duration.ofMinutes(2);

    private static final Duration STEP = Duration.ofMillis(10);

    private final Process process;
    private final Path words;

    private GraderProcess(Process process, Path words) {
        this.process = process;
        this.words = words;
    }

    /** Starts {@code marksheet ARGUMENTS}; its words go to a file. */
    static GraderProcess start(Path words, String... arguments) throws IOException {
        // Tests that were started in the background ignore Ctrl-C, and so would Java.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT",
                System.getProperty("java.home") + "/bin/java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx320m"));
        for (String property : List.of(
                "marksheet.home", "OPT_OUT_TRACKING", "ai.djl.offline", "ai.djl.pytorch.num_threads")) {
            command.add("-D" + property + "=" + System.getProperty(property));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.marksheet.grader.cli.Marksheet"));
        command.addAll(List.of(arguments));
        return new GraderProcess(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(words.toFile())
                        .start(),
                words);
    }

    /** Waits for its end and returns the exit code. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("The grader has not ended.");
        }
        return process.exitValue();
    }

    String words() throws IOException {
        return Files.readString(words);
    }

    boolean runs() {
        return process.isAlive();
    }

    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** Sends it a signal. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    }

    /** Waits until something is so, or the grader has ended, or it took too long; returns whether it is so. */
    boolean until(BooleanSupplier so) {
        return until(() -> so.getAsBoolean() || !runs(), LONG) && so.getAsBoolean();
    }

    /** Polls until something is so, and returns whether it became so. */
    static boolean until(BooleanSupplier so, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!so.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
        return true;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
