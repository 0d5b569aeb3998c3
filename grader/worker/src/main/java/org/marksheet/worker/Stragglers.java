package org.marksheet.worker;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;

/**
 * Tells whether a call left threads running: they could still write into what the next call is given.
 *
 * <p>The common pool's threads stay after a parallel stream; they count only while they have work.
 */
final class Stragglers {
    // A pool that was told to shut down has not ended its threads when the call returns.
    private static final long GRACE_MILLIS = 20;

    private final Set<Thread> known = Set.copyOf(alive());

    /** Returns whether any thread that was not there when this was made is at work or could be. */
    boolean any() {
        // The call may have left this thread interrupted.
        Thread.interrupted();
        for (Thread thread : alive()) {
            if (known.contains(thread) || ofCommonPool(thread)) {
                continue;
            }
            try {
                thread.join(GRACE_MILLIS);
            } catch (InterruptedException interruptedByOneOfThem) {
                return true;
            }
            if (thread.isAlive()) {
                return true;
            }
        }
        // Not awaitQuiescence: that would do the pool's work on this thread.
        long patience = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
        while (!ForkJoinPool.commonPool().isQuiescent()) {
            if (System.nanoTime() > patience) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    private static boolean ofCommonPool(Thread thread) {
        return thread instanceof ForkJoinWorkerThread worker && worker.getPool() == ForkJoinPool.commonPool();
    }

    private static List<Thread> alive() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] threads = new Thread[64];
        int count = root.enumerate(threads);
        while (count == threads.length) {
            threads = new Thread[2 * threads.length];
            count = root.enumerate(threads);
        }
        return Arrays.asList(threads).subList(0, count);
    }
}
