package org.marksheet.grader.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.grader.gpu.Cuda;
import org.marksheet.grader.gpu.FakeMachine;
import org.marksheet.grader.process.ChildProcess;
import org.marksheet.grader.sandbox.Stand.Ended;
import org.marksheet.grader.sandbox.WorkerLayout.Start;

/** Workers in the walls of a GPU's slot; what computes there is the processor's libtorch. */
@Tag("sandbox")
class GpuWorkerTest {
    private static final Limits LIMITS = Limits.onGpu().withCpuSeconds(20);

    @TempDir static Path folder;
    private static Stand stand;
    private static WorkerLayout layout;

    @BeforeAll
    static void stage() throws Exception {
        stand = Stand.bubblewrap(folder);
        WorkerLayout onCpu = stand.staged().layout();
        FakeMachine machine = FakeMachine.with(folder, 4, 0);
        layout = new Staging(CacheFolder.ofThisUser(), stand.sandbox())
                .onGpu(onCpu, SmallJar.echoWorker(folder), new Cuda(machine.gpus(), machine.torch(onCpu.libraries())));
    }

    @Test
    void aLibtorchOfTheMachineComputesTheSameBitsWithDjlsLibraryFromElsewhere() throws Exception {
        assertThat(layout.libraries()).isNotEqualTo(stand.staged().layout().libraries());
        try (ChildProcess inSlot = start(layout); ChildProcess plain = stand.worker()) {
            Ended ended = Stand.ended(inSlot);
            assertThat(ended.code()).as(ended.errors()).isZero();
            assertThat(ended.output()).startsWith("ready ").isEqualTo(Stand.ended(plain).output());
        }
    }

    @Test
    void itSeesTheNodesOfItsSlotAndNothingElseOfTheMachine() throws Exception {
        Ended ended = run("""
                for (String name : new TreeSet<>(List.of(new File("/dev").list()))) { System.out.println(name); }
                System.out.println("proc " + Arrays.toString(new File("/proc/driver/nvidia/gpus").list()).contains("0000"));
                System.out.println(System.getenv("CUDA_VISIBLE_DEVICES"));
                attempt("torch", () -> Files.deleteIfExists(Path.of("/site/torch/lib/libtorch.so")));
                """, LIMITS);
        assertThat(ended.output().lines()).as(ended.errors())
                .contains("nvidia4", "nvidiactl", "nvidia-uvm", "proc true", FakeMachine.uuid(4))
                .doesNotContain("nvidia0", "tty", "shm")
                .anyMatch(line -> line.startsWith("torch: refused"));
    }

    @Test
    void addressesAreFreeAndMemoryIsNot() throws Exception {
        Ended ended = run("""
                var field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
                field.setAccessible(true);
                var memory = (sun.misc.Unsafe) field.get(null);
                long size = 0;
                try (var channel = java.nio.channels.FileChannel.open(Path.of("/site/torch/lib/libtorch_cpu.so"))) {
                    List<Object> maps = new ArrayList<>();
                    for (int i = 0; i < 40; i++) {
                        maps.add(channel.map(java.nio.channels.FileChannel.MapMode.READ_ONLY, 0, channel.size()));
                    }
                    System.out.println("mapped " + (maps.size() * channel.size() > 4L << 30));
                    for (; size < 8192; size += 64) { memory.allocateMemory(64L << 20); }
                } catch (OutOfMemoryError e) {
                    System.out.println("refused");
                }
                System.out.println(size);
                """, LIMITS.withMemoryMib(2048));
        assertThat(ended.output().lines().limit(2)).as(ended.errors()).containsExactly("mapped true", "refused");
        assertThat(Long.parseLong(ended.output().lines().skip(2).findFirst().orElseThrow())).isLessThan(2048);
    }

    private static Ended run(String body, Limits limits) throws Exception {
        Start start = new Start("Attack", List.of(SmallJar.ofAttack(body, Files.createTempDirectory(folder, "attack"))),
                List.of());
        try (ChildProcess child = ChildProcess.start(
                stand.sandbox().command(layout.with(start), 0, limits), stand.sandbox().environment(layout, 0))) {
            return Stand.ended(child);
        }
    }

    private static ChildProcess start(WorkerLayout what) throws Exception {
        return ChildProcess.start(stand.sandbox().command(what, 0, LIMITS), stand.sandbox().environment(what, 0));
    }
}
