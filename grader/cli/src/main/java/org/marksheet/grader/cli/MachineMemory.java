package org.marksheet.grader.cli;

import java.lang.management.ManagementFactory;
import java.util.OptionalLong;

/** How much memory there is, for all programs together. */
final class MachineMemory {
    private MachineMemory() {}

    /** Returns MiB of this machine or, in a container, of that; nothing if Java does not say. */
    static OptionalLong mib() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? OptionalLong.of(system.getTotalMemorySize() >> 20)
                : OptionalLong.empty();
    }
}
