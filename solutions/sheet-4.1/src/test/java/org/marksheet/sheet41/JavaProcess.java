package org.marksheet.sheet41;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.condition.OS;

/** A main class on the class path of the tests, in a process of its own. */
public final class JavaProcess implements AutoCloseable {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration STEP = Duration.ofMillis(10);

    private final Process process;
    private final Path words;

    private JavaProcess(Process process, Path words) {
        this.process = process;
        this.words = words;
    }

    /**
     * Starts one.
     *
     * @param words the file that all it writes goes to
     * @param options of the JVM, besides those that all these processes have
     * @param main the name of a class
     * @param arguments of its main method
     */
    public static JavaProcess start(Path words, List<String> options, String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (OS.LINUX.isCurrentOs()) {
            // Tests that were started in the background ignore Ctrl-C, and so would Java.
            command.addAll(List.of("env", "--default-signal=INT"));
        }
        command.addAll(List.of(
                System.getProperty("java.home") + "/bin/java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        for (String property : List.of(
                "marksheet.home", "OPT_OUT_TRACKING", "ai.djl.offline", "ai.djl.pytorch.num_threads")) {
            command.add("-D" + property + "=" + System.getProperty(property));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of(arguments));
        return new JavaProcess(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(words.toFile())
                        .start(),
                words);
    }

    /** Waits for its end and returns the exit code. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("The process has not ended.");
        }
        return process.exitValue();
    }

    /** Returns what it has written. */
    public String words() throws IOException {
        return Files.readString(words);
    }

    /** Returns whether it has not ended. */
    public boolean runs() {
        return process.isAlive();
    }

    /** Returns its number. */
    public long pid() {
        return process.pid();
    }

    /** Returns its children and theirs. */
    public List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** Sends it a signal. */
    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    }

    /** Waits until something is so, or the process has ended, or it took too long; returns whether it is so. */
    public boolean until(BooleanSupplier so) {
        return until(() -> so.getAsBoolean() || !runs(), LONG) && so.getAsBoolean();
    }

    /** Polls until something is so, and returns whether it became so. */
    public static boolean until(BooleanSupplier so, Duration limit) {
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
