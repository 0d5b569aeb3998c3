package org.marksheet.lab.tensor;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Keeps the garbage collector away from work that goes forward and back again for a gradient.
 *
 * <p>DJL 0.35.1 makes the scalar of {@code minimum}, {@code maximum}, {@code pow}, {@code mul} and {@code div} with a
 * {@link Number} over a Java buffer and lets go of it at once, while the engine still reads it on the way back. A
 * collection between the two gives a wrong gradient to right code. So the heap is cleared before such work when much of it is used;
 * a JVM whose young generation is well above the budget (-Xmn) then has no reason to collect within it.
 */
public final class QuietHeap {
    /** For code that shares its process with unknown others: a collection that one of them asks for hurts all. */
    public static final QuietHeap SHARED = new QuietHeap(48L << 20);

    /** Of the collectors that wait until this space is full; others may begin at any time. */
    private static final Set<String> EDEN = Set.of("Eden Space", "PS Eden Space");

    private final long budget;
    private final Optional<MemoryPoolMXBean> eden;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private volatile long baseline;

    /**
     * Makes one for all threads that work at the same time.
     *
     * @param budget how much may be allocated, in bytes, before the heap is cleared
     */
    public QuietHeap(long budget) {
        this(budget, Optional.empty());
    }

    private QuietHeap(long budget, Optional<MemoryPoolMXBean> eden) {
        this.budget = budget;
        this.eden = eden;
    }

    /**
     * Makes one for a JVM with options that nobody knows: it clears the heap when the space for new objects is half full, where the
     * collector shows that space and waits until all of it is full.
     *
     * @param budget for other collectors
     */
    public static QuietHeap ofUnknownSize(long budget) {
        Optional<MemoryPoolMXBean> eden = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> EDEN.contains(pool.getName()))
                .findFirst();
        return new QuietHeap(budget, eden);
    }

    /** Runs something; other threads may do the same, but none collects meanwhile. */
    public <T> T during(Supplier<T> body) {
        if (lock.getReadHoldCount() > 0) {
            return body.get();
        }
        if (isMuchUsed()) {
            lock.writeLock().lock();
            try {
                // Another thread may have been here first.
                if (isMuchUsed()) {
                    System.gc();
                    baseline = used();
                }
            } finally {
                lock.writeLock().unlock();
            }
        }
        lock.readLock().lock();
        try {
            return body.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    private boolean isMuchUsed() {
        return eden.map(MemoryPoolMXBean::getUsage)
                .map(usage -> usage.getUsed() > usage.getCommitted() / 2)
                .orElseGet(() -> used() - baseline > budget);
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
