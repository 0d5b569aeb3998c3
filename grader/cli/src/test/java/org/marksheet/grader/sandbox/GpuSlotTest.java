package org.marksheet.grader.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.grader.gpu.Cuda;
import org.marksheet.grader.gpu.CudaTorch;
import org.marksheet.grader.gpu.FakeMachine;
import org.marksheet.grader.sandbox.WorkerLayout.Archive;
import org.marksheet.grader.sandbox.WorkerLayout.Start;

/** What the command of a GPU's worker says, and that the command of a processor's says none of it. */
@EnabledOnOs(OS.LINUX)
class GpuSlotTest {
    private static final Limits LIMITS = Limits.onGpu();

    @TempDir Path folder;
    private FakeMachine machine;
    private Bubblewrap bubblewrap;
    private WorkerLayout onCpu;
    private WorkerLayout onGpu;

    @BeforeEach
    void lay() throws Exception {
        machine = FakeMachine.with(folder, 4, 0);
        bubblewrap = new Bubblewrap(new Bubblewrap.Tools("bwrap", "setpriv", "prlimit"), Jdk.ofThisProcess(), Path.of("/filter.bpf"),
                new Bubblewrap.Users(OptionalInt.of(60600), 2));
        onCpu = new WorkerLayout(Path.of("/staged/app"), List.of("00-lab.jar"), Path.of("/staged/libraries"), Optional.empty(),
                Archive.none(), Start.of("Main"));
        CudaTorch torch = new CudaTorch(Path.of("/site-packages/torch/lib"), Optional.of(Path.of("/site-packages/nvidia")), "cu128");
        onGpu = onCpu.with(new Cuda(machine.gpus(), torch), Path.of("/staged/binding"));
    }

    @Test
    void eachSlotBindsItsOwnGpuOnly() {
        String root = machine.root().toString();
        List<String> first = bubblewrap.command(onGpu, 0, LIMITS);
        assertThat(first)
                .containsSequence("--dev-bind", root + "/dev/nvidia4", "/dev/nvidia4")
                .containsSequence("--dev-bind", root + "/dev/nvidiactl", "/dev/nvidiactl")
                .containsSequence("--dev-bind", root + "/dev/nvidia-uvm", "/dev/nvidia-uvm")
                .containsSequence("--setenv", "CUDA_VISIBLE_DEVICES", FakeMachine.uuid(4))
                .containsSequence("--setenv", "NVIDIA_TF32_OVERRIDE", "0")
                .doesNotContain("/dev/nvidia0");
        assertThat(bubblewrap.command(onGpu, 1, LIMITS))
                .containsSequence("--dev-bind", root + "/dev/nvidia0", "/dev/nvidia0")
                .containsSequence("--setenv", "CUDA_VISIBLE_DEVICES", FakeMachine.uuid(0))
                .doesNotContain("/dev/nvidia4");
    }

    @Test
    void theDriverAndLibtorchAreReadOnlyAndInPlaceBeforeTheRootIs() {
        List<String> command = bubblewrap.command(onGpu, 0, LIMITS);
        List<String> upToTheRoot = command.subList(0, command.indexOf("--remount-ro"));
        String cuda = "/usr/lib/x86_64-linux-gnu/libcuda.so.1";
        assertThat(upToTheRoot)
                .containsSequence("--ro-bind", machine.root() + cuda, cuda)
                .containsSequence("--ro-bind", machine.root() + "/proc/driver/nvidia", "/proc/driver/nvidia")
                .containsSequence("--ro-bind", "/site-packages/torch/lib", "/site/torch/lib")
                .containsSequence("--ro-bind", "/site-packages/nvidia", "/site/nvidia")
                .containsSequence("--ro-bind", "/staged/binding", "/djl");
        assertThat(command).contains("-DPYTORCH_LIBRARY_PATH=/site/torch/lib", "-DPYTORCH_FLAVOR=cu128", "-DDJL_CACHE_DIR=/djl",
                "-Dmarksheet.device=gpu");
    }

    @Test
    void memoryIsCountedByWhatCanBeWrittenTo() {
        assertThat(bubblewrap.command(onGpu, 0, LIMITS))
                .contains("--data=" + LIMITS.memoryBytes(), "--nofile=256")
                .noneMatch(part -> part.startsWith("--as="));
    }

    @Test
    void aWorkerOnTheProcessorSeesNothingOfAGpu() {
        List<String> command = bubblewrap.command(onCpu, 0, Limits.defaults());
        assertThat(command)
                .contains("--as=" + Limits.defaults().memoryBytes(), "--nofile=64", "-DPYTORCH_LIBRARY_PATH=/djl",
                        "-DPYTORCH_FLAVOR=cpu", "-DDJL_CACHE_DIR=/djl")
                .noneMatch(part -> part.matches("(?i).*(nvidia|cuda|marksheet\\.device|--data).*"));
    }

    @Test
    void theFilterOfSystemCallsIsTheSame() {
        assertThat(bubblewrap.command(onGpu, 0, LIMITS))
                .contains("/filter.bpf")
                .containsSubsequence("--remount-ro", "--seccomp", "9", "--");
    }

    @Test
    void withoutASandboxTheSlotIsChosenByVariables() {
        Unsandboxed none = new Unsandboxed();
        assertThat(none.environment(onGpu, 1))
                .containsEntry("CUDA_VISIBLE_DEVICES", FakeMachine.uuid(0))
                .containsEntry("NVIDIA_TF32_OVERRIDE", "0");
        assertThat(none.command(onGpu, 1, LIMITS)).contains("-DPYTORCH_LIBRARY_PATH=/site-packages/torch/lib",
                "-DPYTORCH_FLAVOR=cu128", "-DDJL_CACHE_DIR=/staged/binding", "-Dmarksheet.device=gpu");
        assertThat(none.environment(onCpu, 1)).doesNotContainKey("CUDA_VISIBLE_DEVICES");
    }
}
