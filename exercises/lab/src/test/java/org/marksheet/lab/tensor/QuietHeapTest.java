package org.marksheet.lab.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** The JVM of the tests has the serial collector. */
class QuietHeapTest {
    private static final int CALLS = 2_000;

    @Test
    void inAHeapOfUnknownSizeNoCollectionFallsIntoACallAndFewAreMade() {
        QuietHeap heap = QuietHeap.ofUnknownSize(1);
        long clearedBefore = collections();
        for (int call = 0; call < CALLS; call++) {
            heap.during(() -> {
                long before = collections();
                for (int i = 0; i < 4; i++) {
                    assertThat(new byte[1 << 20]).isNotNull();
                }
                assertThat(collections()).isEqualTo(before);
                return null;
            });
        }
        // Eight gigabytes in half of the space for new objects, again and again.
        assertThat(collections() - clearedBefore).isBetween(10L, CALLS / 10L);
    }

    @Test
    void aBudgetIsKept() {
        QuietHeap heap = new QuietHeap(16 << 20);
        long before = collections();
        for (int call = 0; call < 100; call++) {
            heap.during(() -> new byte[4 << 20]);
        }
        assertThat(collections() - before).isBetween(15L, 34L);
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }
}
