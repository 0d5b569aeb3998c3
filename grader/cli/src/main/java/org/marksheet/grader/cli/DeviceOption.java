package org.marksheet.grader.cli;

import java.io.PrintWriter;
import java.util.Optional;
import org.marksheet.grader.gpu.Cuda;
import org.marksheet.grader.gpu.CudaTorch;
import org.marksheet.grader.gpu.Gpus;
import org.marksheet.grader.gpu.NoGpuException;
import org.marksheet.lab.tensor.Torch;
import picocli.CommandLine.Option;

/** The option {@code --device}: on what submissions compute; checks always compute on the processor. */
final class DeviceOption {
    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "cpu",
            description = "cpu, gpu, or auto: GPUs if all they need is here (default: ${DEFAULT-VALUE}).")
    private Choice device;

    /** Its values. */
    enum Choice {
        /** The processor. */
        CPU,
        /** GPUs; without one nothing is graded. */
        GPU,
        /** GPUs if possible, else the processor. */
        AUTO
    }

    /**
     * Returns the GPUs to grade on, or nothing for the processor.
     *
     * @param err is told why not, where one may do without
     * @throws NoGpuException if GPUs are a must and cannot be used
     */
    Optional<Cuda> find(PrintWriter err) throws NoGpuException {
        if (device == Choice.CPU) {
            return Optional.empty();
        }
        try {
            return Optional.of(here(Gpus.ofThisMachine()));
        } catch (NoGpuException e) {
            if (device == Choice.GPU) {
                throw e;
            }
            err.println("Grading on the CPU: " + e.reason() + ".");
            return Optional.empty();
        }
    }

    /** Returns what grading on GPUs needs, of this process's environment. */
    static Cuda here(Gpus gpus) throws NoGpuException {
        return Cuda.of(gpus, Optional.ofNullable(System.getenv(CudaTorch.PATH)), () -> Torch.engine().getVersion(),
                Torch.CUDA_FLAVOR);
    }

    /**
     * Returns how many submissions are graded at once.
     *
     * @param wanted what {@code --jobs} says, if anything
     * @param cuda the GPUs, if it is on GPUs
     * @param err is told if it is fewer than wanted
     */
    static int jobs(Optional<Integer> wanted, Optional<Cuda> cuda, PrintWriter err) {
        if (cuda.isEmpty()) {
            return wanted.orElseGet(() -> Runtime.getRuntime().availableProcessors());
        }
        int slots = cuda.get().gpus().slots().size();
        if (wanted.isPresent() && wanted.get() > slots) {
            // Two that share a GPU share its memory and its time: the limits of one would hit the other.
            err.println("--jobs " + wanted.get() + " is more than there are GPUs; " + slots + " at once, one on each.");
        }
        return Math.min(wanted.orElse(slots), slots);
    }
}
