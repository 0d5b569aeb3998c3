package org.marksheet.lab.hub;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The content of an answer, chunk by chunk as it arrives; a server that falls silent is noticed.
 *
 * <p>The JDK's own stream waits for ever, and in some versions the time-out of a request covers its whole content.
 */
final class ChunkedBody implements BodySubscriber<ChunkedBody>, AutoCloseable {
    private static final String AGAIN = "Start it again; it goes on where it was.";

    private final Duration idle;
    private final BlockingQueue<Signal> arrived = new LinkedBlockingQueue<>();
    private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();

    private sealed interface Signal permits Bytes, Failure, End {}

    private record Bytes(List<ByteBuffer> buffers) implements Signal {}

    private record Failure(Throwable cause) implements Signal {}

    private record End() implements Signal {}

    ChunkedBody(Duration idle) {
        this.idle = idle;
    }

    /**
     * Waits for the next bytes.
     *
     * @return nothing at the end
     * @throws Unanswered if the connection broke off, or nothing came for as long as is allowed
     */
    Optional<List<ByteBuffer>> next() throws Unanswered {
        try {
            Signal signal = arrived.poll(idle.toMillis(), TimeUnit.MILLISECONDS);
            if (signal == null) {
                close();
                throw Unanswered.unreached("the server has sent nothing for " + seconds(idle), AGAIN, null);
            }
            if (signal instanceof Failure failure) {
                throw brokenOff(failure.cause());
            }
            if (signal instanceof Bytes bytes) {
                subscription.thenAccept(one -> one.request(1));
                return Optional.of(bytes.buffers());
            }
            // Whoever asks once more finds the end again.
            arrived.add(signal);
            return Optional.empty();
        } catch (InterruptedException e) {
            close();
            throw Sleeper.interrupted(e);
        }
    }

    /** Also for a break before the first byte: which of the two it is can be a matter of microseconds. */
    static Unanswered brokenOff(Throwable cause) {
        return Unanswered.unreached("the connection broke off", AGAIN, new IOException(cause));
    }

    static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    @Override
    public void close() {
        subscription.thenAccept(Subscription::cancel);
    }

    @Override
    public CompletionStage<ChunkedBody> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Subscription made) {
        // Before it is published, so that a close in between comes after it.
        made.request(1);
        subscription.complete(made);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        arrived.add(new Bytes(buffers));
    }

    @Override
    public void onError(Throwable cause) {
        arrived.add(new Failure(cause));
    }

    @Override
    public void onComplete() {
        arrived.add(new End());
    }
}
