package org.marksheet.lab.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
    private final StringWriter written = new StringWriter();
    private final AtomicLong nanoTime = new AtomicLong();

    private ConsoleProgress progress(boolean terminal) {
        return new ConsoleProgress(new PrintWriter(written), terminal, nanoTime::get);
    }

    private void after(double seconds) {
        nanoTime.addAndGet((long) (seconds * 1e9));
    }

    @Test
    void aTerminalShowsPercentRateAndTimeLeft() {
        DownloadProgress.Transfer transfer = progress(true).begin("model.safetensors", 100_000_000, 500_000_000);
        after(4);
        transfer.at(140_000_000);
        assertThat(written.toString().split("\r")).extracting(String::strip).containsExactly(
                "",
                "model.safetensors:  20 %  100.0 MB of 500.0 MB",
                "model.safetensors:  28 %  140.0 MB of 500.0 MB  10.0 MB/s  0:36 left");
        after(0.1);
        transfer.at(141_000_000);
        assertThat(written.toString()).as("not for every chunk").doesNotContain("141.0");
        after(35.9);
        transfer.at(500_000_000);
        transfer.close();
        assertThat(written.toString()).endsWith(System.lineSeparator());
        assertThat(written.toString().strip()).endsWith("model.safetensors: 100 %  500.0 MB of 500.0 MB  10.0 MB/s");
    }

    @Test
    void aLineWritesOverTheOneBefore() {
        DownloadProgress.Transfer transfer = progress(true).begin("a", 0, 3_000_000_000L);
        after(1);
        transfer.at(500_000);
        assertThat(written.toString().split("\r")).allMatch(line -> line.isEmpty() || line.length() == 79);
        assertThat(written.toString()).contains("a:   0 %  500.0 kB of 3.00 GB  500.0 kB/s  1:39:59 left");
    }

    @Test
    void elsewhereAFileHasTwoLines() {
        ConsoleProgress progress = progress(false);
        try (DownloadProgress.Transfer transfer = progress.begin("config.json", 0, 665)) {
            after(1);
            transfer.at(300);
            after(1);
            transfer.at(665);
        }
        DownloadProgress.Transfer broken = progress.begin("model.safetensors", 1000, 5000);
        progress.note("gpt2: a wait.");
        broken.at(2500);
        broken.close();
        assertThat(written.toString().lines()).containsExactly(
                "config.json: 665 B ...",
                "config.json: done.",
                "model.safetensors: 5.0 kB, goes on at 1.0 kB ...",
                "gpt2: a wait.",
                "model.safetensors: ended at 2.5 kB.");
    }
}
