package org.marksheet.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StragglersTest {
    private final Stragglers stragglers = new Stragglers();

    @Test
    void aCallThatStartsNothingLeavesNothing() {
        assertThat(stragglers.any()).isFalse();
    }

    @Test
    void aThreadThatRunsOnIsOneUntilItEnds() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = new Thread(new ThreadGroup("its own"), () -> await(end));
        thread.setDaemon(true);
        thread.start();
        assertThat(stragglers.any()).isTrue();
        end.countDown();
        thread.join();
        assertThat(stragglers.any()).isFalse();
    }

    @Test
    void aPoolThatWasShutDownLeavesNothing() {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        pool.submit(() -> {});
        pool.submit(() -> {});
        pool.shutdown();
        assertThat(stragglers.any()).isFalse();
    }

    @Test
    void aPoolThatWaitsForMoreWorkIsOne() {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        pool.submit(() -> {});
        assertThat(stragglers.any()).isTrue();
        pool.shutdownNow();
    }

    @Test
    void aParallelStreamLeavesNothing() {
        assertThat(IntStream.range(0, 100_000).parallel().sum()).isEqualTo(704_982_704);
        assertThat(stragglers.any()).isFalse();
    }

    @Test
    void anInterruptedThreadAnswersToo() {
        Thread.currentThread().interrupt();
        assertThat(stragglers.any()).isFalse();
        assertThat(Thread.interrupted()).isFalse();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
