package org.marksheet.grader.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class ChildProcessTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void bytesGoThroughUnchanged() throws Exception {
        byte[] bytes = {0, (byte) 0xff, '\n', '\r', 0x1a, (byte) 0x80};
        try (ChildProcess child = shell("cat")) {
            try (OutputStream input = child.input()) {
                input.write(bytes);
            }
            assertThat(child.output().readAllBytes()).isEqualTo(bytes);
            assertThat(child.waitFor(LONG)).isTrue();
            assertThat(child.exitCode()).hasValue(0);
        }
    }

    @Test
    void theEnvironmentIsOnlyWhatIsGiven() throws Exception {
        try (ChildProcess child = ChildProcess.start(List.of("/usr/bin/env"), Map.of("ONE", "1"))) {
            assertThat(new String(child.output().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("ONE=1\n");
        }
    }

    @Test
    void theBeginningOfTheErrorsIsKept() throws Exception {
        try (ChildProcess child = shell("echo first >&2; head -c 1000000 /dev/zero >&2; exit 3")) {
            assertThat(child.waitFor(LONG)).isTrue();
            assertThat(child.exitCode()).hasValue(3);
            assertThat(child.errors()).startsWith("first\n").hasSize(ChildProcess.ERRORS_KEPT);
        }
    }

    @Test
    void aFloodOfErrorsEndsTheProcess() throws Exception {
        try (ChildProcess child = shell("exec cat /dev/zero >&2")) {
            assertThat(child.waitFor(LONG)).isTrue();
            assertThat(child.exitCode()).hasValue(137);
        }
    }

    @Test
    void aKillFreesABlockedReader() throws Exception {
        try (ChildProcess child = shell("exec sleep 100")) {
            CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> {
                try {
                    return child.output().read();
                } catch (IOException e) {
                    return -1;
                }
            });
            child.kill();
            assertThat(reader.get(20, TimeUnit.SECONDS)).isEqualTo(-1);
        }
    }

    @Test
    void aKillFreesABlockedWriter() throws Exception {
        try (ChildProcess child = shell("exec sleep 100")) {
            CompletableFuture<Void> writer = blockedWriter(child);
            assertTimeoutPreemptively(LONG, child::kill);
            assertThatThrownBy(() -> writer.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        }
    }

    @Test
    void aKillReturnsThoughALeftoverHoldsThePipeOfABlockedWriter() throws Exception {
        // The background process is orphaned before the kill, so the kill does not reach it.
        try (ChildProcess child = shell("(sleep 6 <&0 & ) ; exec sleep 100")) {
            CompletableFuture<Void> writer = blockedWriter(child);
            assertTimeoutPreemptively(Duration.ofSeconds(4), child::kill);
            assertThat(child.waitFor(LONG)).isTrue();
            assertThat(child.exitCode()).hasValue(137);
            assertThat(writer).isNotCompleted();
        }
    }

    @Test
    void closingKillsDescendants() throws Exception {
        ProcessHandle inner;
        try (ChildProcess child = shell("sleep 100 & echo $!; wait")) {
            byte[] line = new byte[20];
            int length = child.output().read(line);
            inner = ProcessHandle.of(Long.parseLong(new String(line, 0, length, StandardCharsets.UTF_8).strip()))
                    .orElseThrow();
        }
        inner.onExit().get(20, TimeUnit.SECONDS);
        assertThat(inner.isAlive()).isFalse();
    }

    @Test
    void theMessageNamesAProgramThatIsNotThere() {
        assertThatThrownBy(() -> ChildProcess.start(List.of("/no/such/program"), Map.of()))
                .isInstanceOf(IOException.class).hasMessageStartingWith("/no/such/program could not be started: ");
    }

    @Test
    void aProcessOutlivesTheThreadThatAskedForIt() throws Exception {
        CompletableFuture<ChildProcess> started = new CompletableFuture<>();
        // setpriv asks the kernel what bubblewrap asks it: end this program when the thread that started it ends.
        Thread asker = new Thread(() -> {
            try {
                started.complete(ChildProcess.start(
                        List.of("/usr/bin/setpriv", "--pdeathsig", "KILL", "/bin/cat"), Map.of()));
            } catch (IOException e) {
                started.completeExceptionally(e);
            }
        });
        asker.start();
        try (ChildProcess child = started.get(20, TimeUnit.SECONDS)) {
            asker.join();
            child.input().write('x');
            child.input().flush();
            assertThat(child.output().read()).isEqualTo('x');
            assertThat(child.waitFor(Duration.ofMillis(300))).isFalse();
        }
    }

    private static ChildProcess shell(String script) throws IOException {
        return ChildProcess.start(List.of("/bin/sh", "-c", script), Map.of("PATH", "/usr/bin:/bin"));
    }

    private static CompletableFuture<Void> blockedWriter(ChildProcess child) throws InterruptedException {
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            try {
                byte[] block = new byte[1 << 20];
                while (true) {
                    child.input().write(block);
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        TimeUnit.MILLISECONDS.sleep(200);
        return writer;
    }
}
