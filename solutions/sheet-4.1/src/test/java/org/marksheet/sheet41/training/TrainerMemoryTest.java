package org.marksheet.sheet41.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.sheet41.JavaProcess;

/** Five hundred updates hold no more memory than fifty. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "only /proc says what is resident")
class TrainerMemoryTest {
    /**
     * How much more may be resident at the end: several times what was measured (1 to 3 MiB: code and tables that are touched late), and less
     * than a third of what one [b,T,V] kept by every update comes to.
     */
    private static final long GROWTH_KIB = 16 << 10;

    @Test
    void fiveHundredUpdatesHoldWhatFiftyDo(@TempDir Path folder) throws Exception {
        List<LongRun.Holding> holdings;
        try (JavaProcess run = JavaProcess.start(
                folder.resolve("words.txt"),
                // The whole heap is resident from the beginning, so that what grows is the engine's.
                List.of("-Xms128m", "-Xmx128m", "-Xmn64m", "-XX:+AlwaysPreTouch"),
                LongRun.class.getName())) {
            assertThat(run.exitCode()).as(run.words()).isZero();
            holdings = run.words().lines().filter(line -> line.startsWith("holding ")).map(LongRun.Holding::parse).toList();
        }
        assertThat(holdings).hasSize(LongRun.UPDATES / LongRun.EVERY);
        LongRun.Holding early = holdings.get(0);
        LongRun.Holding late = holdings.get(holdings.size() - 1);
        assertThat(late.arrays()).as("arrays, %s", holdings).isEqualTo(early.arrays());
        assertThat(LongRun.logitsKib() * (late.updates() - early.updates())).as("a leak that is seen").isGreaterThan(3 * GROWTH_KIB);
        assertThat(late.residentKib()).as("VmRSS in KiB, %s", holdings).isLessThan(early.residentKib() + GROWTH_KIB);
    }
}
