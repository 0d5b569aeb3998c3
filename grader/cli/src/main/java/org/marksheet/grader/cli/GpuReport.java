package org.marksheet.grader.cli;

import java.util.ArrayList;
import java.util.List;
import org.marksheet.grader.gpu.Cuda;
import org.marksheet.grader.gpu.Gpus;
import org.marksheet.grader.gpu.NoGpuException;

/**
 * What {@code doctor} says of GPUs; one can do without, so nothing here is a failure.
 *
 * @param gpus those of the machine
 */
record GpuReport(Gpus gpus) {
    /**
     * One line.
     *
     * @param what it is about
     * @param detail what was found
     */
    record Line(String what, String detail) {}

    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        gpus.driver().ifPresent(driver -> lines.add(new Line("GPU driver", driver)));
        gpus.slots().forEach(gpu -> lines.add(new Line(
                "GPU", gpu.model() + " at " + gpus.root().resolve("dev/nvidia" + gpu.minor()))));
        try {
            Cuda cuda = DeviceOption.here(gpus);
            lines.add(new Line("libtorch for GPUs", cuda.torch().folder() + "; grade with --device gpu, "
                    + gpus.slots().size() + " at once"));
        } catch (NoGpuException e) {
            lines.add(new Line(
                    gpus.slots().isEmpty() ? "GPU" : "libtorch for GPUs",
                    gpus.driver().isEmpty() && gpus.slots().isEmpty()
                            ? "no GPU found; grading runs on the CPU"
                            : "grading runs on the CPU: " + e.reason() + ". " + e.step() + "."));
        }
        return lines;
    }
}
