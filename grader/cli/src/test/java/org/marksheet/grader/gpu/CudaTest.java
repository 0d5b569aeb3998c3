package org.marksheet.grader.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CudaTest {
    private static final String INSTALL = "Install it (pip install torch==2.7.1 --index-url "
            + "https://download.pytorch.org/whl/cu128) and set PYTORCH_LIBRARY_PATH=.../site-packages/torch/lib, "
            + "or see docs/instructor.md#gpu.";

    @TempDir Path folder;

    @Test
    void aMachineWithoutADriverIsSaid() {
        assertThatThrownBy(() -> cuda(Gpus.of(folder, Optional.empty()), null))
                .isInstanceOf(NoGpuException.class)
                .hasMessage("No GPU: this machine has no NVIDIA driver. Nothing was graded, no score changed. "
                        + "Grade with --device cpu, or see docs/instructor.md#gpu.");
    }

    @Test
    void aDriverWithoutAGpuInSightIsSaid() throws IOException {
        Gpus hidden = Gpus.of(FakeMachine.with(folder, 0).root(), Optional.of(""));
        assertThatThrownBy(() -> cuda(hidden, null)).hasMessageContaining("CUDA_VISIBLE_DEVICES");
    }

    @Test
    void aMissingLibtorchIsAskedForWithTheWayToIt() throws IOException {
        Gpus gpus = FakeMachine.with(folder, 0).gpus();
        assertThatThrownBy(() -> cuda(gpus, null))
                .hasMessage("No GPU: there is no libtorch with CUDA (PYTORCH_LIBRARY_PATH is not set). "
                        + "Nothing was graded, no score changed. " + INSTALL);
        assertThatThrownBy(() -> cuda(gpus, folder))
                .hasMessage("No GPU: PYTORCH_LIBRARY_PATH is " + folder + ", where there is no libtorch_cuda.so. "
                        + "Nothing was graded, no score changed. " + INSTALL);
    }

    @Test
    void pythonsPackageIsFoundWithCudaBesideIt() throws Exception {
        Path lib = installed("site-packages/torch", "version.py", "__version__ = '2.7.1+cu128'\ncuda = '12.8'\n");
        Files.createDirectories(folder.resolve("site-packages/nvidia/cublas/lib"));
        CudaTorch torch = cuda(FakeMachine.with(folder, 0).gpus(), lib).torch();
        assertThat(torch.folder()).isEqualTo(lib.toRealPath());
        assertThat(torch.companions()).hasValue(folder.toRealPath().resolve("site-packages/nvidia"));
    }

    @Test
    void theArchiveOfLibtorchIsFoundWithCudaInIt() throws Exception {
        Path lib = installed("libtorch", "build-version", "2.7.1+cu128\n");
        CudaTorch torch = cuda(FakeMachine.with(folder, 0).gpus(), lib).torch();
        assertThat(torch).isEqualTo(new CudaTorch(lib.toRealPath(), Optional.empty(), "cu128"));
    }

    @Test
    void aFolderThatDoesNotSayItsVersionIsTried() throws Exception {
        Path lib = installed("libtorch", "README", "");
        assertThat(cuda(FakeMachine.with(folder, 0).gpus(), lib).torch().folder()).isEqualTo(lib.toRealPath());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.7.0+cu128", "2.7.1+cu126", "2.8.0", "2.7.1+cpu"})
    void anotherVersionIsNamed(String version) throws IOException {
        Path lib = installed("libtorch", "build-version", version);
        Gpus gpus = FakeMachine.with(folder, 0).gpus();
        assertThatThrownBy(() -> cuda(gpus, lib))
                .hasMessageContaining("libtorch in " + lib + " is " + version + " and must be 2.7.1+cu128");
    }

    private Path installed(String where, String versionFile, String content) throws IOException {
        Path lib = Files.createDirectories(folder.resolve(where).resolve("lib"));
        Files.createFile(lib.resolve("libtorch_cuda.so"));
        Files.writeString(lib.resolveSibling(versionFile), content);
        return lib;
    }

    private static Cuda cuda(Gpus gpus, Path libraries) throws NoGpuException {
        return Cuda.of(gpus, Optional.ofNullable(libraries).map(Path::toString), () -> "2.7.1", "cu128");
    }
}
