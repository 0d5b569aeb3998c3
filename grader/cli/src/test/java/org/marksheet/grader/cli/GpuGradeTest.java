package org.marksheet.grader.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.marksheet.grader.cli.ToyCourse.submit;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.grader.cli.ToyCourse.Ended;
import org.marksheet.grader.cli.Workshop.Places;
import org.marksheet.grader.grading.GradeOptions;
import org.marksheet.grader.grading.LoadedSheet;
import org.marksheet.grader.gpu.Cuda;
import org.marksheet.grader.gpu.CudaTorch;
import org.marksheet.grader.gpu.FakeMachine;
import org.marksheet.grader.gpu.Gpus;
import org.marksheet.grader.intake.Intake;
import org.marksheet.grader.report.Reveal;
import org.marksheet.grader.sandbox.CacheFolder;
import org.marksheet.grader.sandbox.Limits;
import org.marksheet.grader.sandbox.Staging;
import org.marksheet.grader.sandbox.Unsandboxed;
import org.marksheet.grader.sandbox.WorkerJars;
import org.marksheet.grader.score.Result;
import org.marksheet.grader.score.Result.Status;

/** {@code --device}: what is said without a GPU, and a run in the slots of GPUs that are not there, on the processor's libtorch. */
class GpuGradeTest {
    private static final String MEAN = "return numbers.mean();";
    private static final String AT_LEAST = "return (int) numbers.stream().filter(number -> number >= bound).count();";

    private final StringWriter said = new StringWriter();
    private final PrintWriter err = new PrintWriter(said, true);

    @TempDir Path folder;
    private ToyCourse course;
    private Path submissions;
    private Path out;

    @BeforeEach
    void open() throws IOException {
        course = ToyCourse.in(folder);
        submissions = Files.createDirectory(folder.resolve("submissions"));
        out = folder.resolve("results");
        for (String name : List.of("ada", "bob", "cy")) {
            submit(submissions.resolve(name), name.equals("bob") ? "return numbers.sum();" : MEAN, AT_LEAST);
        }
    }

    @AfterEach
    void close() throws IOException {
        course.close();
    }

    @Test
    void aGpuThatIsNotThereIsTheMachinesFaultAndNothingIsGraded() {
        withoutGpu();
        Ended ended = course.run("grade", "--device", "gpu", "--sandbox", "none", "--out", out.toString(), submissions.toString());
        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.errors())
                .contains("No GPU: this machine has no NVIDIA driver. Nothing was graded, no score changed. Grade with --device cpu");
        assertThat(out).doesNotExist();
    }

    @Test
    void autoGradesOnTheProcessorAndSaysSo() throws IOException {
        withoutGpu();
        Ended ended = course.run("grade", "--device", "auto", "--sandbox", "none", "--out", out.toString(),
                submissions.resolve("ada").toString());
        assertThat(ended.code()).as(ended.errors()).isZero();
        assertThat(ended.errors()).contains("Grading on the CPU: this machine has no NVIDIA driver.");
        assertThat(ToyCourse.result(out, "ada").run().device()).isEqualTo("cpu");
    }

    @Test
    void anotherDeviceIsWrongUsage() {
        Ended ended = course.run("grade", "--device", "tpu", submissions.toString());
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.errors()).contains("--device").contains("CPU, GPU, AUTO");
    }

    @Test
    void thereAreAsManyJobsAsGpusAndMoreAreReducedWithAWord() throws IOException {
        Optional<Cuda> two = Optional.of(cuda(FakeMachine.with(folder, 1, 0)));
        assertThat(DeviceOption.jobs(Optional.empty(), two, err)).isEqualTo(2);
        assertThat(DeviceOption.jobs(Optional.of(1), two, err)).isEqualTo(1);
        assertThat(said.toString()).isEmpty();
        assertThat(DeviceOption.jobs(Optional.of(8), two, err)).isEqualTo(2);
        assertThat(said.toString().strip()).isEqualTo("--jobs 8 is more than there are GPUs; 2 at once, one on each.");
        assertThat(DeviceOption.jobs(Optional.of(8), Optional.empty(), err)).isEqualTo(8);
        assertThat(DeviceOption.jobs(Optional.empty(), Optional.empty(), err))
                .isEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void noWorkerWaitsBesideOneThatHasAGpu() throws IOException {
        Places places = new Places(2, Optional.of(cuda(FakeMachine.with(folder, 1, 0))));
        assertThat(places.warm()).isZero();
        assertThat(Places.onCpu(2).warm()).isEqualTo(2);
    }

    @Test
    void aRunInSlotsGivesTheSamePointsAndNamesTheGpu() throws Exception {
        FakeMachine machine = FakeMachine.with(folder, 1, 0);
        WorkerJars jars = WorkerJars.onClassPath(System.getProperty("java.class.path"));
        Path libraries = new Staging(CacheFolder.ofThisUser(), new Unsandboxed())
                .stage(jars, "no.such.Worker", new byte[0]).layout().libraries();
        Cuda cuda = new Cuda(machine.gpus(), machine.torch(libraries));
        LoadedSheet sheet = SheetChoice.load(null);
        GradeOptions options =
                new GradeOptions(7, 2, Duration.ofSeconds(10), Duration.ofSeconds(120), false, check -> true);
        List<Result> results;
        try (Workshop workshop = Workshop.open(sheet.sheet(), Workshop.wall(SandboxChoice.NONE), Limits.onGpu(),
                new Places(2, Optional.of(cuda)))) {
            results = GradeRun.of(sheet, options, workshop, out, Reveal.EXAMPLE,
                    new Intake(sheet.handedIn()).take(List.of(submissions)), err);
        }
        assertThat(results).hasSize(3).allSatisfy(result -> {
            assertThat(result.status()).as(result.reason()).isEqualTo(Status.GRADED);
            assertThat(result.run().device()).isEqualTo("gpu:Counting Frame 1, Counting Frame 0");
        });
        assertThat(results.stream().collect(Collectors.toMap(Result::submission, result -> result.earned().intValue())))
                .containsEntry("ada", 4)
                .containsEntry("cy", 4)
                .hasEntrySatisfying("bob", earned -> assertThat(earned).isLessThan(4));
    }

    @Test
    void theDoctorSaysWhatIsThereAndWhatIsMissingWithoutCallingItAFailure() throws IOException {
        assertThat(new GpuReport(Gpus.of(folder.resolve("empty"), Optional.empty())).lines())
                .containsExactly(new GpuReport.Line("GPU", "no GPU found; grading runs on the CPU"));
        FakeMachine machine = FakeMachine.with(folder, 0);
        assumeTrue(System.getenv(CudaTorch.PATH) == null, CudaTorch.PATH + " is set");
        List<GpuReport.Line> lines = new GpuReport(machine.gpus()).lines();
        assertThat(lines).extracting(GpuReport.Line::what).containsExactly("GPU driver", "GPU", "libtorch for GPUs");
        assertThat(lines.get(0).detail()).isEqualTo(FakeMachine.DRIVER);
        assertThat(lines.get(1).detail()).isEqualTo("Counting Frame 0 at " + machine.root().resolve("dev/nvidia0"));
        assertThat(lines.get(2).detail())
                .startsWith("grading runs on the CPU: there is no libtorch with CUDA (PYTORCH_LIBRARY_PATH is not set). Install it (pip");
    }

    private static void withoutGpu() {
        assumeTrue(Gpus.ofThisMachine().driver().isEmpty() && Gpus.ofThisMachine().slots().isEmpty(), "there is a GPU");
    }

    private static Cuda cuda(FakeMachine machine) {
        return new Cuda(machine.gpus(), new CudaTorch(Path.of("/site-packages/torch/lib"), Optional.empty(), "cu128"));
    }
}
