package org.marksheet.grader.gpu;

import java.util.Optional;

/**
 * One GPU of this machine.
 *
 * @param minor its number among the device files: 0 for {@code /dev/nvidia0}
 * @param model what its maker calls it
 * @param uuid {@code GPU-...}; nothing where the driver does not say
 */
public record Gpu(int minor, String model, Optional<String> uuid) {
    /** Returns the name of its device file, in the folder of devices. */
    String node() {
        return "nvidia" + minor;
    }

    /**
     * Returns whether one entry of {@code CUDA_VISIBLE_DEVICES} means this GPU.
     *
     * @param entry a number or the beginning of a uuid
     * @param place its place among all GPUs of the machine
     */
    boolean isMeantBy(String entry, int place) {
        return entry.equals(String.valueOf(place)) || entry.startsWith("GPU-") && uuid.filter(id -> id.startsWith(entry)).isPresent();
    }
}
