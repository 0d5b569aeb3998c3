package org.marksheet.grader.sandbox;

import java.time.Duration;
import java.util.OptionalInt;
import org.marksheet.grader.process.ChildProcess;
import org.marksheet.grader.process.WorkerConnection;

/** A running worker: the pipe to it, and its end. */
public final class Worker implements AutoCloseable {
    private final ChildProcess process;
    private final WorkerConnection connection;
    private final Runnable whenClosed;
    private boolean closed;

    Worker(ChildProcess process, Runnable whenClosed) {
        this.process = process;
        this.connection = new WorkerConnection(process.output(), process.input());
        this.whenClosed = whenClosed;
    }

    /** Returns the pipe to it. */
    public WorkerConnection connection() {
        return connection;
    }

    /** Returns the exit code if it ends within a moment. */
    public OptionalInt exitCode() throws InterruptedException {
        process.waitFor(Duration.ofSeconds(2));
        return process.exitCode();
    }

    /** Returns the beginning of what it wrote as errors. */
    public String errors() {
        return process.errors();
    }

    /** Kills it and gives its place free. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            process.close();
            connection.close();
            whenClosed.run();
        }
    }
}
