package org.marksheet.grader.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The device files and the driver's words of a machine that has GPUs, below a folder; nothing behind them computes.
 *
 * @param root stands for {@code /}
 */
public record FakeMachine(Path root) {
    /** The driver's first line. */
    public static final String DRIVER = "NVRM version: NVIDIA UNIX x86_64 Kernel Module  570.86.15";

    /** Makes one with a driver, whose GPUs have these minor numbers, in the order of their addresses. */
    public static FakeMachine with(Path folder, int... minors) throws IOException {
        FakeMachine machine = new FakeMachine(Files.createDirectories(folder.resolve("machine")));
        machine.file("proc/driver/nvidia/version", DRIVER + "\nGCC version: 12\n");
        for (String node : List.of("nvidiactl", "nvidia-uvm", "nvidia-uvm-tools", "null")) {
            machine.file("dev/" + node, "");
        }
        for (int place = 0; place < minors.length; place++) {
            machine.file("proc/driver/nvidia/gpus/0000:0" + place + ":00.0/information",
                    "Model: \t\t Counting Frame " + minors[place] + "\nIRQ:   \t\t 1" + place + "\nGPU UUID: \t " + uuid(minors[place])
                            + "\nBus Location: \t 0000:0" + place + ":00.0\nDevice Minor: \t " + minors[place] + "\n");
            machine.file("dev/nvidia" + minors[place], "");
        }
        for (String library : List.of("libcuda.so.1", "libcuda.so.570.86.15", "libnvidia-ptxjitcompiler.so.1", "libnvidia-ml.so.1",
                "libnvidia-glcore.so.570.86.15", "libc.so.6")) {
            machine.file("usr/lib/x86_64-linux-gnu/" + library, "");
        }
        return machine;
    }

    /** Returns what the driver calls the GPU of a minor number. */
    public static String uuid(int minor) {
        return "GPU-0" + minor + "aa5b6c-0000-1111-2222-0123456789ab";
    }

    /** Returns the GPUs that a program without {@code CUDA_VISIBLE_DEVICES} finds. */
    public Gpus gpus() {
        return Gpus.of(root, Optional.empty());
    }

    /** Writes a file that all may read, and the folders above it. */
    public void file(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        readable(root.getParent());
    }

    /**
     * Returns the processor's libtorch in the place of one for GPUs: alone, without DJL's library beside it.
     *
     * @param libraries where both are
     */
    public CudaTorch torch(Path libraries) throws IOException {
        Path folder = Files.createDirectories(root.resolve("opt/torch/lib"));
        try (Stream<Path> files = Files.list(libraries)) {
            for (Path file : files.filter(path -> !path.getFileName().toString().contains("djl_torch")).toList()) {
                link(folder.resolve(file.getFileName()), file);
            }
        }
        readable(root.getParent());
        return new CudaTorch(folder, Optional.empty(), "cpu");
    }

    private static void link(Path link, Path file) throws IOException {
        try {
            Files.createLink(link, file);
        } catch (IOException | UnsupportedOperationException e) {
            // On another disk.
            Files.copy(file, link);
        }
    }

    private static void readable(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
