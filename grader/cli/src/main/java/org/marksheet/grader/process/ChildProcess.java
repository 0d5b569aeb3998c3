package org.marksheet.grader.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A running program: bytes in, bytes out, its last words, and a kill that never hangs.
 *
 * <p>Reading and writing are the caller's, on threads of its own; a kill frees them (end of stream, "Broken pipe").
 * All methods may be called from any thread.
 */
public final class ChildProcess implements AutoCloseable {
    /** How much of the error output is kept, in bytes; the rest is read and thrown away. */
    public static final int ERRORS_KEPT = 64 * 1024;

    /** Error output beyond this many bytes is an attack on the grader's processor, and ends the process. */
    public static final long ERRORS_ENDURED = 4L * 1024 * 1024;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    // A child that asks to die with its parent dies with the thread that started it, so one lasting thread starts all.
    private static final ExecutorService STARTER = Executors.newFixedThreadPool(1, work -> {
        Thread thread = new Thread(work, "process starter");
        thread.setDaemon(true);
        return thread;
    });

    private final Process process;
    private final ErrorDrain errors;

    private ChildProcess(Process process) {
        this.process = process;
        this.errors = new ErrorDrain(process.getErrorStream(), ERRORS_KEPT, ERRORS_ENDURED, this::kill);
    }

    /**
     * Starts a program; nothing of the grader's environment reaches it.
     *
     * @param command the program's path and its arguments; no shell reads them
     * @param environment all the variables it gets
     * @return the running program
     * @throws IOException if it cannot be started
     */
    public static ChildProcess start(List<String> command, Map<String, String> environment) throws IOException {
        try {
            // Not interruptible: a program that has just started would be left without anyone who knows of it.
            return CompletableFuture.supplyAsync(() -> startHere(command, environment), STARTER).join();
        } catch (CompletionException e) {
            throw new IOException(command.get(0) + " could not be started: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private static ChildProcess startHere(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            ChildProcess child = new ChildProcess(builder.start());
            child.errors.start();
            return child;
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /** Returns the process id of the program, as the grader sees it. */
    public long pid() {
        return process.pid();
    }

    /** Returns where the program's standard input is written to; buffered, so flush. */
    public OutputStream input() {
        return process.getOutputStream();
    }

    /** Returns where the program's standard output is read from. */
    public InputStream output() {
        return process.getInputStream();
    }

    /** Returns the beginning of what the program wrote as errors so far, at most {@link #ERRORS_KEPT} bytes of it. */
    public String errors() {
        return new String(errors.kept(), StandardCharsets.UTF_8);
    }

    /** Returns whether the program still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Returns the exit code, or nothing while the program runs; 128 + n after signal n in a sandbox's inner process. */
    public OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /**
     * Waits for the program to end and for its last words to be read.
     *
     * @param limit how long to wait at most
     * @return whether it has ended
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public boolean waitFor(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        // A process left behind may hold the pipe open for ever; what it says is of no interest.
        errors.join(500);
        return true;
    }

    /** Ends the program and what it started, at once; does not wait. */
    public void kill() {
        ProcessHandle handle = process.toHandle();
        List<ProcessHandle> descendants = handle.descendants().toList();
        // Not Process.destroyForcibly(): it closes the streams and hangs while another thread is blocked writing.
        handle.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    /** Kills the program if it still runs, and waits a little for its end; its pipes close with it. */
    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
        try {
            waitFor(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
