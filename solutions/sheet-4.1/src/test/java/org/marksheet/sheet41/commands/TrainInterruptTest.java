package org.marksheet.sheet41.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.lab.log.RunFolder;
import org.marksheet.sheet41.JavaProcess;
import org.marksheet.sheet41.training.TrainingState;

/** A training that is interrupted by Ctrl-C ends in order, and with {@code --resume} it becomes the one that was not. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGINT to send")
class TrainInterruptTest {
    private static final int INTERRUPTED = 130;
    /** More than are ever waited for: a run of so many ends by Ctrl-C only. */
    private static final int ENDLESS = 100_000;

    @TempDir
    private Path folder;

    @Test
    void anInterruptedRunThatGoesOnIsTheRunThatWasNot() throws Exception {
        Path out = folder.resolve("interrupted");
        try (JavaProcess training = train(out, ENDLESS)) {
            assertThat(training.until(() -> log(out).size() >= 2)).as(training.words()).isTrue();
            training.signal("INT");
            assertThat(training.exitCode()).as(training.words()).isEqualTo(INTERRUPTED);
            int updates = log(out).size();
            assertThat(training.words())
                    .contains("Interrupted after " + updates + " updates; go on with --resume")
                    .doesNotContain("\tat ");
            assertThatAllIsWhole(out, updates);
        }
        int updates = log(out).size() + 2;
        finish(out, updates, "--resume");
        Path undisturbed = folder.resolve("undisturbed");
        finish(undisturbed, updates);
        assertThat(log(undisturbed)).hasSize(updates);
        assertThat(log(out)).isEqualTo(log(undisturbed));
        for (String weights : List.of("policy/model", "state/weights", "state/optimizer")) {
            assertThat(out.resolve(weights + ".safetensors"))
                    .hasSameBinaryContentAs(undisturbed.resolve(weights + ".safetensors"));
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "only /proc says how far the process is")
    void aRunThatIsInterruptedBeforeItsFirstUpdateCanBeStartedAgain() throws Exception {
        Path out = folder.resolve("early");
        try (JavaProcess training = train(out, ENDLESS)) {
            // The engine is loaded: Ctrl-C is waited for, and models and first samples are still to come.
            Path maps = Path.of("/proc", String.valueOf(training.pid()), "maps");
            assertThat(training.until(() -> text(maps).contains("libtorch_cpu"))).as(training.words()).isTrue();
            training.signal("INT");
            assertThat(training.exitCode()).as(training.words()).isEqualTo(INTERRUPTED);
            assertThat(training.words()).contains("Interrupted before the first update").contains("start it again");
        }
        finish(out, 1);
        assertThat(log(out)).hasSize(1);
    }

    private void finish(Path out, int updates, String... more) throws Exception {
        try (JavaProcess training = train(out, updates, more)) {
            assertThat(training.exitCode()).as(training.words()).isZero();
            assertThat(training.words()).contains("Done.");
        }
    }

    private JavaProcess train(Path out, int updates, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--out", out.toString(), "--updates", String.valueOf(updates), "--batch", "8", "--mini-batch", "4", "--epochs", "2",
                "--max-new-tokens", "8", "--seed", "7", "--threads", "1", "--save-every", String.valueOf(ENDLESS)));
        arguments.addAll(List.of(more));
        return JavaProcess.start(
                Files.createTempFile(folder, "words", ".txt"),
                // No collection in the middle of a gradient, see QuietHeap.
                List.of("-Xmx320m", "-Xmn128m"),
                TrainCommand.class.getName(),
                arguments.toArray(String[]::new));
    }

    private static void assertThatAllIsWhole(Path out, int updates) {
        assertThat(TrainingState.saved(out).updates()).isEqualTo(updates);
        assertThat(out.resolve("state")).isDirectoryContaining("glob:**progress.json")
                .isDirectoryContaining("glob:**weights.safetensors")
                .isDirectoryContaining("glob:**optimizer.safetensors");
        assertThat(out.resolve("state.new")).doesNotExist();
        assertThat(out.resolve("state.old")).doesNotExist();
        assertThat(RunFolder.read(out).samples()).isNotEmpty();
        assertThat(out.resolve("policy/model.safetensors")).isNotEmptyFile();
        assertThat(out.resolve("index.html")).isNotEmptyFile();
    }

    /** Returns the lines of the finished updates, without what differs from run to run. */
    private static List<String> log(Path out) {
        String text = text(out.resolve("log.jsonl"));
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .replaceAll("\"tokens_per_second\":[^,}]+", "\"tokens_per_second\":0")
                .lines()
                .toList();
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
