package org.marksheet.grader.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("sandbox")
class SandboxReportTest {
    private static final List<String> ALL = List.of("network", "processes", "writing", "files", "kernel settings",
            "environment", "other processes", "threads", "memory", "processor time", "user", "kill");

    @TempDir Path folder;

    @Test
    void allWallsHoldInBubblewrap() throws Exception {
        Stand stand = Stand.bubblewrap(folder);
        SandboxReport report = SandboxReport.of(stand.sandbox(), stand.staged().layout());
        assertThat(report.sandbox()).isEqualTo("bwrap");
        assertThat(report.walls()).extracting(Wall::name).containsExactlyElementsOf(ALL);
        assertThat(report.walls()).allMatch(Wall::holds);
    }

    @Test
    void mostWallsAreOpenWithoutASandbox() throws Exception {
        Stand stand = Stand.of(new Unsandboxed(), folder);
        SandboxReport report = SandboxReport.of(stand.sandbox(), stand.staged().layout());
        assertThat(report.holds()).isFalse();
        assertThat(report.walls()).extracting(Wall::name).containsExactlyElementsOf(ALL);
        assertThat(report.walls()).filteredOn(wall -> !wall.holds()).extracting(Wall::name).contains("network",
                "processes", "writing", "files", "other processes", "threads", "memory", "processor time");
    }
}
