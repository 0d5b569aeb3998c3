package org.marksheet.worker.invoke;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Keeps the garbage collector away from calls that want gradients.
 *
 * <p>DJL 0.35.1 makes the scalar of {@code minimum(Number)}, {@code maximum(Number)} and {@code pow(Number)} over
 * a Java buffer and lets go of it at once, while the engine still reads it on the way back. A collection between
 * the two gives a wrong gradient to right code. So the heap is cleared before such a call when much of it is used;
 * a JVM whose young generation is well above {@link #BUDGET} (-Xmn) then has no reason to collect within the call.
 */
final class QuietHeap {
    /** How much may be allocated, in bytes, before the heap is cleared. */
    static final long BUDGET = 48L << 20;

    private static final ReadWriteLock LOCK = new ReentrantReadWriteLock();
    private static final Baseline BASELINE = new Baseline();

    private QuietHeap() {}

    /** Runs something; other threads may do the same, but none collects meanwhile. */
    static <T> T during(Supplier<T> body) {
        if (used() - BASELINE.bytes > BUDGET) {
            LOCK.writeLock().lock();
            try {
                // Another thread may have been here first.
                if (used() - BASELINE.bytes > BUDGET) {
                    System.gc();
                    BASELINE.bytes = used();
                }
            } finally {
                LOCK.writeLock().unlock();
            }
        }
        LOCK.readLock().lock();
        try {
            return body.get();
        } finally {
            LOCK.readLock().unlock();
        }
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** What is in use right after the heap was cleared. */
    private static final class Baseline {
        private volatile long bytes;
    }
}
