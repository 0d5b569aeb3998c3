package org.marksheet.grader.sandbox;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import org.marksheet.grader.process.ChildProcess;

/**
 * Starts workers ahead of need: while one answers, the next one loads its libraries.
 *
 * <p>A worker serves one submission and is never given to another.
 */
public final class WorkerPool implements AutoCloseable {
    private final Sandbox sandbox;
    private final WorkerLayout layout;
    private final Limits limits;
    private final int warm;
    private final BitSet slots = new BitSet();
    private final Deque<Worker> waiting = new ArrayDeque<>();
    private int expected;
    private boolean closed;

    /**
     * Makes a pool; nothing starts before it is told what to expect.
     *
     * @param sandbox how workers are walled in
     * @param layout what they start from
     * @param limits what each may use up
     * @param warm how many wait at most
     */
    public WorkerPool(Sandbox sandbox, WorkerLayout layout, Limits limits, int warm) {
        this.sandbox = sandbox;
        this.layout = layout;
        this.limits = limits;
        this.warm = warm;
    }

    /** Starts one worker before it is known how many will be taken, perhaps none. */
    public synchronized void warmUp() throws IOException {
        waiting.add(start());
    }

    /** Says that so many more workers will be taken; some of them start now. */
    public synchronized void expect(int more) throws IOException {
        expected += more;
        fill();
    }

    /** Returns a worker that may still be starting. */
    public synchronized Worker take() throws IOException {
        if (closed) {
            throw new IOException("The grader is stopping.");
        }
        Worker worker = waiting.isEmpty() ? start() : waiting.poll();
        expected = Math.max(0, expected - 1);
        fill();
        return worker;
    }

    /** Ends the workers that wait; those that were taken belong to whoever took them. */
    @Override
    public synchronized void close() {
        closed = true;
        waiting.forEach(Worker::close);
        waiting.clear();
    }

    private void fill() throws IOException {
        while (!closed && waiting.size() < Math.min(warm, expected)) {
            waiting.add(start());
        }
    }

    private Worker start() throws IOException {
        int slot = slots.nextClearBit(0);
        slots.set(slot);
        return new Worker(
                ChildProcess.start(sandbox.command(layout, slot, limits), sandbox.environment(layout, slot)),
                () -> release(slot));
    }

    private synchronized void release(int slot) {
        slots.clear(slot);
    }
}
