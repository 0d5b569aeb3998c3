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
public final class WorkerConnection {
    private static final int MAX_FRAME = 16 << 20;
    private static final int MAX_WAITING = 64;

    private final FrameChannel channel;
    private final LinkedBlockingQueue<Optional<Message>> inbox = new LinkedBlockingQueue<>(MAX_WAITING);

    /**
     * Takes hold of a worker's streams.
     *
     * @param fromWorker its standard output
     * @param toWorker its standard input
     */
    public WorkerConnection(InputStream fromWorker, OutputStream toWorker) {
        channel = new FrameChannel(
                new BufferedInputStream(fromWorker, 1 << 16), new BufferedOutputStream(toWorker, 1 << 16), MAX_FRAME);
        Thread reader = new Thread(this::read, "worker-reader");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Sends a message.
     *
     * @return false if the worker is gone
     */
    public boolean send(Message message) {
        try {
            channel.write(Message.toValue(message));
            return true;
        } catch (IOException gone) {
            return false;
        }
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

    private void read() {
        try {
            try {
                while (true) {
                    inbox.put(Optional.of(Message.of(channel.read())));
                }
            } catch (IOException gone) {
                inbox.put(Optional.empty());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
