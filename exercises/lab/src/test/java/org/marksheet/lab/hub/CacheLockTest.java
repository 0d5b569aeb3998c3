package org.marksheet.lab.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CacheLockTest {
    @TempDir
    Path cache;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private FakeHub hub;

    @BeforeEach
    void start() {
        hub = new FakeHub(cache);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        hub.close();
    }

    @Test
    void twoAtOnceFetchOnce() throws InterruptedException, ExecutionException {
        Sleeper brief = pause -> TimeUnit.MILLISECONDS.sleep(5);
        CompletableFuture<Future<Path>> started = new CompletableFuture<>();
        hub.next("store GET model.safetensors", exchange -> {
            // The second comes in the middle of the first, and the first goes on only when the second waits.
            started.complete(threads.submit(() -> hub.hub(brief).resolve("gpt2", hub.progress())));
            while (hub.notes.stream().noneMatch(note -> note.contains("Waiting"))) {
                Thread.onSpinWait();
            }
            hub.whole().handle(exchange);
        });
        Path first = hub.hub(brief).resolve("gpt2", hub.progress());
        assertThat(started.get().get()).isEqualTo(first);
        assertThat(hub.ranges("store GET model.safetensors")).containsExactly("all");
        assertThat(hub.notes).containsExactly("model.safetensors of gpt2: another process is downloading it. Waiting.");
        assertThat(first.resolve("model.safetensors")).hasBinaryContent(hub.files.get("model.safetensors").bytes());
    }

    @Test
    void anotherProcessIsWaitedFor() throws IOException, InterruptedException {
        Path lock = cache.resolve(".locks/models--gpt2/" + hub.etag("config.json") + ".lock");
        Files.createDirectories(lock.getParent());
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp", System.getProperty("java.class.path"), Holder.class.getName(), lock.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader says = other.inputReader()) {
            assertThat(says.readLine()).isEqualTo("locked");
            // To wait is what ends the other process, so that the test ends only if there was a wait.
            Sleeper ending = pause -> {
                end(other);
                other.waitFor();
            };
            Path folder = hub.hub(ending).resolve("gpt2", hub.progress());
            assertThat(folder.resolve("config.json")).exists();
            assertThat(hub.notes).isEqualTo(List.of("config.json of gpt2: another process is downloading it. Waiting."));
        } finally {
            other.destroyForcibly();
        }
    }

    private static void end(Process other) {
        try {
            other.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Holds a lock until its standard input ends. */
    static final class Holder {
        private Holder() {
        }

        public static void main(String[] arguments) throws IOException {
            try (FileChannel channel = FileChannel.open(
                            Path.of(arguments[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                System.out.println(lock.isValid() ? "locked" : "not locked");
                System.in.read();
            }
        }
    }
}
