package org.marksheet.lab.tensor;

import ai.djl.Device;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * On what somebody wants to compute: what {@code --device} takes.
 *
 * @param kind the kind of device
 * @param number which GPU, from 0; 0 for the other kinds
 */
public record DeviceChoice(Kind kind, int number) {
    private static final Pattern GPU = Pattern.compile("gpu(?::(\\d{1,3}))?");

    /** The kinds of device. */
    public enum Kind {
        /** The processor. */
        CPU,
        /** A GPU, or an error. */
        GPU,
        /** The first GPU if there is one, else the processor. */
        AUTO
    }

    /**
     * Reads a choice.
     *
     * @param text {@code cpu}, {@code gpu}, {@code gpu:1} or {@code auto}
     * @throws IllegalArgumentException if it is none of these
     */
    public static DeviceChoice parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        Matcher gpu = GPU.matcher(lower);
        if (gpu.matches()) {
            return new DeviceChoice(Kind.GPU, gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1)));
        } else if (lower.equals("cpu")) {
            return new DeviceChoice(Kind.CPU, 0);
        } else if (lower.equals("auto")) {
            return new DeviceChoice(Kind.AUTO, 0);
        }
        throw new IllegalArgumentException(
                "--device is \"" + text + "\"; it must be cpu, gpu, gpu:N (N counts from 0) or auto.");
    }

    /**
     * Returns the device.
     *
     * @param gpus how many GPUs there are to choose from
     * @throws NoGpuException if a GPU is wanted that is not there
     */
    Device among(int gpus) {
        return switch (kind) {
            case CPU -> Device.cpu();
            case AUTO -> gpus > 0 ? Device.gpu() : Device.cpu();
            case GPU -> {
                // The engine would hand out such a device and fail with the first operation on it.
                if (gpus == 0) {
                    throw NoGpuException.atAll();
                } else if (number >= gpus) {
                    throw NoGpuException.ofThatNumber(number, gpus);
                }
                yield Device.gpu(number);
            }
        };
    }

    /** Returns the choice as it is written. */
    @Override
    public String toString() {
        return kind == Kind.GPU ? "gpu:" + number : kind.name().toLowerCase(Locale.ROOT);
    }
}
