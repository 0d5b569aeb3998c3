package org.marksheet.grader.gpu;

import java.nio.file.Files;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * All that grading on GPUs needs of a machine.
 *
 * @param gpus at least one
 * @param torch what computes on them
 */
public record Cuda(Gpus gpus, CudaTorch torch) {
    /**
     * Puts together what was found.
     *
     * @param gpus those of the machine
     * @param libraryPath the value of {@link CudaTorch#PATH}
     * @param version of libtorch that DJL's own library fits; asked for only if there is a GPU
     * @param flavor of libtorch that it fits
     * @throws NoGpuException if something is missing, with how to get it
     */
    public static Cuda of(Gpus gpus, Optional<String> libraryPath, Supplier<String> version, String flavor)
            throws NoGpuException {
        if (gpus.driver().isEmpty() && !Files.exists(gpus.root().resolve("dev/nvidiactl"))) {
            throw new NoGpuException("this machine has no NVIDIA driver", "Grade with --device cpu");
        }
        if (gpus.slots().isEmpty()) {
            throw new NoGpuException("there is an NVIDIA driver, but no GPU of which this program sees the device file",
                    "Look at CUDA_VISIBLE_DEVICES, and hand the GPUs to the container if this is one");
        }
        return new Cuda(gpus, CudaTorch.find(libraryPath, version.get(), flavor));
    }
}
