package org.marksheet.grader.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.grader.sandbox.Staging.Staged;

class StagingTest {
    private static final Staging STAGING = new Staging(CacheFolder.ofThisUser(), new Unsandboxed());

    @TempDir Path folder;

    @Test
    void theSecondStagingFindsTheFirst() throws Exception {
        assertThat(Stand.of(new Unsandboxed(), folder).staged()).isEqualTo(Stand.of(new Unsandboxed(), folder).staged());
    }

    @Test
    void theWorkerSeesItsJarsInOrderAndNoLibrariesInJars() throws Exception {
        WorkerLayout layout = Stand.of(new Unsandboxed(), folder).staged().layout();
        assertThat(layout.jars().get(0)).startsWith("00-lab-");
        assertThat(layout.jars()).isSorted().noneMatch(jar -> jar.contains("pytorch-native") || jar.contains("pytorch-jni"));
        try (Stream<Path> files = Files.list(layout.app())) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(layout.jars());
        }
    }

    @Test
    void anArchiveThatIsNotUsedIsSaid() throws Exception {
        Staged staged = STAGING.stage(SmallJar.echoWorker(folder), "no.such.Worker", new byte[0]);
        assertThat(staged.warning()).hasValueSatisfying(warning -> assertThat(warning)
                .startsWith("Workers start without a class archive, which costs each about 0.2 s: ")
                .endsWith(". Results are the same; see docs/instructor.md#sandbox."));
        assertThat(staged.layout().archive().use()).isEqualTo(WorkerLayout.Archive.Use.NONE);
    }

    @Test
    void aMissingJarIsNamed() {
        List<Path> withoutTorch = SmallJar.libraries().stream()
                .filter(jar -> !jar.toString().contains("pytorch-native-cpu")).toList();
        assertThatThrownBy(() -> WorkerJars.of(withoutTorch)).isInstanceOf(IOException.class)
                .hasMessageStartingWith("The worker's jar pytorch-native-cpu is not on the class path. ");
    }

    @Test
    void theWorkersJarsAreFoundOnTheClassPathOfTheGrader() throws Exception {
        WorkerJars jars = WorkerJars.onClassPath(System.getProperty("java.class.path"));
        assertThat(jars.classPath()).hasSize(7).allMatch(jar -> jar.toString().endsWith(".jar"));
    }

    @Test
    void tooLittleMemoryIsRefusedWithTheOption() {
        assertThatThrownBy(() -> Limits.defaults().withMemoryMib(512)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--memory is 512 MiB, but a worker needs at least 1280. Give it more.");
    }
}
