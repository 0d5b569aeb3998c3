package org.marksheet.grader.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpusTest {
    @TempDir Path folder;

    @Test
    void aMachineWithoutADriverHasNone() {
        Gpus gpus = Gpus.of(folder, Optional.empty());
        assertThat(gpus.slots()).isEmpty();
        assertThat(gpus.driver()).isEmpty();
        assertThat(gpus.driverFiles()).isEmpty();
    }

    @Test
    void eachGpuIsASlotInTheOrderOfTheBus() throws IOException {
        Gpus gpus = FakeMachine.with(folder, 3, 0, 1).gpus();
        assertThat(gpus.slots()).extracting(Gpu::minor).containsExactly(3, 0, 1);
        assertThat(gpus.slots().get(0))
                .isEqualTo(new Gpu(3, "Counting Frame 3", Optional.of(FakeMachine.uuid(3))));
        assertThat(gpus.driver()).hasValue(FakeMachine.DRIVER);
        assertThat(gpus.name()).isEqualTo("gpu:Counting Frame 3, Counting Frame 0, Counting Frame 1");
    }

    @Test
    void aWorkerGetsItsOwnNodeAndTheDriversAndNoOther() throws IOException {
        Gpus gpus = FakeMachine.with(folder, 2, 0).gpus();
        assertThat(gpus.nodes(0)).map(gpus::inside)
                .containsExactly("/dev/nvidia2", "/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia-uvm-tools");
        assertThat(gpus.nodes(1)).map(gpus::inside).startsWith("/dev/nvidia0").doesNotContain("/dev/nvidia2");
    }

    @Test
    void ofTheDriversLibrariesItGetsThoseThatCudaLoads() throws IOException {
        Gpus gpus = FakeMachine.with(folder, 0).gpus();
        assertThat(gpus.driverFiles()).map(gpus::inside).containsExactly(
                "/proc/driver/nvidia",
                "/usr/lib/x86_64-linux-gnu/libcuda.so.1",
                "/usr/lib/x86_64-linux-gnu/libcuda.so.570.86.15",
                "/usr/lib/x86_64-linux-gnu/libnvidia-ml.so.1",
                "/usr/lib/x86_64-linux-gnu/libnvidia-ptxjitcompiler.so.1");
    }

    @Test
    void eachSlotsVariablesNameItsOwnGpuAndSwitchTf32Off() throws IOException {
        Gpus gpus = FakeMachine.with(folder, 2, 0).gpus();
        assertThat(gpus.environment(0, true))
                .containsEntry("CUDA_VISIBLE_DEVICES", FakeMachine.uuid(2))
                .containsEntry("NVIDIA_TF32_OVERRIDE", "0");
        assertThat(gpus.environment(1, true)).containsEntry("CUDA_VISIBLE_DEVICES", FakeMachine.uuid(0));
    }

    @Test
    void withoutUuidsAGpuIsCountedAmongThoseThatTheWorkerSees() throws IOException {
        FakeMachine machine = FakeMachine.with(folder, 0, 1);
        machine.file("proc/driver/nvidia/gpus/0000:01:00.0/information",
                "Model: Abacus\nDevice Minor: 1\nGPU UUID: GPU-????????-????-????-????-????????????\n");
        Gpus gpus = machine.gpus();
        assertThat(gpus.slots().get(1).uuid()).isEmpty();
        assertThat(gpus.environment(1, true)).containsEntry("CUDA_VISIBLE_DEVICES", "0");
        assertThat(gpus.environment(1, false)).containsEntry("CUDA_VISIBLE_DEVICES", "1");
    }

    @Test
    void aGpuWhoseNodeIsNotHandedToTheContainerIsNoSlot() throws IOException {
        FakeMachine machine = FakeMachine.with(folder, 0, 1);
        Files.delete(machine.root().resolve("dev/nvidia0"));
        assertThat(machine.gpus().slots()).extracting(Gpu::minor).containsExactly(1);
    }

    @Test
    void nodesAloneAreEnough() throws IOException {
        FakeMachine machine = new FakeMachine(folder.resolve("machine"));
        for (String node : List.of("nvidia10", "nvidia2", "nvidiactl", "nvidia-uvm", "nvidia-caps")) {
            machine.file("dev/" + node, "");
        }
        assertThat(machine.gpus().slots()).containsExactly(
                new Gpu(2, "NVIDIA", Optional.empty()), new Gpu(10, "NVIDIA", Optional.empty()));
        assertThat(machine.gpus().name()).isEqualTo("gpu:NVIDIA");
    }

    @ParameterizedTest
    @CsvSource({
        "'1', '0'",
        "'1,0', '0 2'",
        "'GPU-04', '4'",
        "' 2 ,GPU-02', '4 2'",
        "'', ''",
        "'-1', ''",
        "'0,7,1', '2'",
        "'0,0', '2'",
        "'MIG-1234', ''"
    })
    void whatIsVisibleToTheGraderIsAllThatItGivesOut(String visible, String minors) throws IOException {
        Gpus gpus = Gpus.of(FakeMachine.with(folder, 2, 0, 4).root(), Optional.of(visible));
        assertThat(gpus.slots().stream().map(gpu -> String.valueOf(gpu.minor())).toList())
                .isEqualTo(minors.isEmpty() ? List.of() : List.of(minors.split(" ")));
    }
}
