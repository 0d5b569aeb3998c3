package org.marksheet.grader.process;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.marksheet.worker.codec.FrameChannel;
import org.marksheet.worker.codec.Message;

/**
 * Talks with one worker. What comes back is not trusted: a frame that is too long or malformed ends the
 * connection, as if the worker had died.
 */
public final class WorkerConnection implements AutoCloseable {
    private static final int MAX_FRAME = 16 << 20;
    // Frames that nobody waits for stay in the pipe, or a flood of them would fill the grader's memory.
    private static final int MAX_WAITING = 1;
    // Talk goes back and forth; a worker that leaves more than these unread does not mean to answer.
    private static final int MAX_UNREAD = 4;

    private final FrameChannel channel;
    private final LinkedBlockingQueue<Optional<Message>> inbox = new LinkedBlockingQueue<>(MAX_WAITING);
    private final LinkedBlockingQueue<Message> outbox = new LinkedBlockingQueue<>(MAX_UNREAD);
    private final Thread reader = new Thread(this::read, "worker-reader");
    private final Thread writer = new Thread(this::write, "worker-writer");
    private volatile boolean gone;

    /**
     * Takes hold of a worker's streams.
     *
     * @param fromWorker its standard output
     * @param toWorker its standard input
     */
    public WorkerConnection(InputStream fromWorker, OutputStream toWorker) {
        channel = new FrameChannel(
                new BufferedInputStream(fromWorker, 1 << 16), new BufferedOutputStream(toWorker, 1 << 16), MAX_FRAME);
        reader.setDaemon(true);
        reader.start();
        writer.setDaemon(true);
        writer.start();
    }

    /**
     * Sends a message; never waits for the worker to read it.
     *
     * @return false if the worker is gone, or does not read
     */
    public boolean send(Message message) {
        return !gone && outbox.offer(message);
    }

    /**
     * Waits for the next message.
     *
     * @param wait how long at most
     * @return the message; nothing if the worker is gone; null if it has not answered in time
     */
    public Optional<Message> receive(Duration wait) throws InterruptedException {
        Optional<Message> message = inbox.poll(Math.max(0, wait.toNanos()), TimeUnit.NANOSECONDS);
        if (message != null && message.isEmpty()) {
            inbox.put(message);
        }
        return message;
    }

    /** Lets go of the streams; the process must have been killed. */
    @Override
    public void close() {
        gone = true;
        reader.interrupt();
        writer.interrupt();
    }

    private void write() {
        try {
            while (true) {
                channel.write(Message.toValue(outbox.take()));
            }
        } catch (IOException | InterruptedException e) {
            // What the other side has still said is read, and then its end.
            gone = true;
        }
    }

    private void read() {
        try {
            try {
                while (true) {
                    inbox.put(Optional.of(Message.of(channel.read())));
                }
            } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError noFrame) {
                inbox.put(Optional.empty());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
