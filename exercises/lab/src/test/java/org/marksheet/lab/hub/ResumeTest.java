package org.marksheet.lab.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ResumeTest {
    private static final String WEIGHTS = "store GET model.safetensors";

    @TempDir
    Path cache;

    private FakeHub hub;

    @BeforeEach
    void start() {
        hub = new FakeHub(cache);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private byte[] content() {
        return hub.files.get("model.safetensors").bytes();
    }

    private Path incomplete() {
        return cache.resolve("models--gpt2/blobs/" + hub.etag("model.safetensors") + ".marksheet.incomplete");
    }

    private void isWhole(Path folder) {
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(content());
        assertThat(incomplete()).doesNotExist();
    }

    @Test
    void whatBreaksOffGoesOnWhereItWas() {
        hub.next(WEIGHTS, hub.breakOffAfter(70_000));
        hub.next(WEIGHTS, hub.breakOffAfter(30_000));
        isWhole(hub.resolve("gpt2"));
        assertThat(hub.ranges(WEIGHTS)).containsExactly("all", "bytes=70000-", "bytes=100000-");
        assertThat(hub.notes).contains(
                "model.safetensors of gpt2: the connection broke off. Trying again in 1 s.");
    }

    @Test
    void whatIsGivenUpGoesOnTheNextTime() {
        hub.next(WEIGHTS, hub.breakOffAfter(70_000));
        hub.always(WEIGHTS, hub.breakOffAfter(0));
        assertThatThrownBy(() -> hub.resolve("gpt2")).isInstanceOf(HubException.class).hasMessage(
                "model.safetensors of gpt2: the connection broke off. Start it again; it goes on where it was.");
        assertThat(hub.ranges(WEIGHTS)).hasSize(3);
        assertThat(incomplete()).hasBinaryContent(Arrays.copyOf(content(), 70_000));
        try (FakeHub again = new FakeHub(cache)) {
            isWhole(again.resolve("gpt2"));
            assertThat(again.ranges(WEIGHTS)).containsExactly("bytes=70000-");
            assertThat(again.whatWasAsked()).doesNotContain("hub GET config.json");
        }
    }

    @Test
    void pausesGrow() {
        hub.always(WEIGHTS, hub.breakOffAfter(0));
        assertThatThrownBy(() -> hub.resolve("gpt2")).isInstanceOf(HubException.class);
        // One and two seconds, with a jitter in the middle of its range.
        assertThat(hub.pauses).containsExactly(Duration.ofMillis(750), Duration.ofMillis(1500));
    }

    @Test
    void aWholeFileThatOnlyLacksItsPlaceIsNotFetched() throws IOException {
        Files.createDirectories(incomplete().getParent());
        Files.write(incomplete(), content());
        isWhole(hub.resolve("gpt2"));
        assertThat(hub.ranges(WEIGHTS)).isEmpty();
    }

    @Test
    void whatIsTooLongIsBegunAnew() throws IOException {
        Files.createDirectories(incomplete().getParent());
        Files.write(incomplete(), new byte[content().length + 1]);
        isWhole(hub.resolve("gpt2"));
    }

    @Test
    void aServerThatKnowsNoRangesSendsAllOfIt() {
        hub.next(WEIGHTS, hub.breakOffAfter(70_000));
        hub.next(WEIGHTS, hub.whole());
        isWhole(hub.resolve("gpt2"));
        assertThat(hub.ranges(WEIGHTS)).containsExactly("all", "bytes=70000-");
    }

    @Test
    void aRangeThatCannotBeGivenMeansToBeginAnew() {
        hub.next(WEIGHTS, hub.breakOffAfter(70_000));
        hub.next(WEIGHTS, FakeHub.status(416, "Content-Range", "bytes */10"));
        isWhole(hub.resolve("gpt2"));
        assertThat(hub.ranges(WEIGHTS)).containsExactly("all", "bytes=70000-", "all");
    }

    @Test
    void anotherRangeThanAskedMeansToBeginAnew() {
        hub.next(WEIGHTS, hub.breakOffAfter(70_000));
        hub.next(WEIGHTS, FakeHub.status(206, "Content-Range", "bytes 0-199999/200000"));
        isWhole(hub.resolve("gpt2"));
        assertThat(hub.ranges(WEIGHTS)).containsExactly("all", "bytes=70000-", "all");
    }

    @Test
    void aServerThatBreaksOffAndThenDeniesRangesIsGivenUp() {
        for (int i = 0; i < 10; i++) {
            hub.next(WEIGHTS, hub.breakOffAfter(70_000));
            hub.next(WEIGHTS, FakeHub.status(416));
        }
        assertThatThrownBy(() -> hub.resolve("gpt2")).isInstanceOf(HubException.class);
        assertThat(hub.ranges(WEIGHTS)).hasSize(3);
    }

    @Test
    void aServerThatFallsSilentIsNotWaitedForForEver() {
        hub.next(WEIGHTS, hub.stallAfter(50_000));
        isWhole(hub.resolve("gpt2"));
        assertThat(hub.ranges(WEIGHTS)).containsExactly("all", "bytes=50000-");
        assertThat(hub.notes).contains(
                "model.safetensors of gpt2: the server has sent nothing for 300 ms. Trying again in 1 s.");
    }

    @Test
    void lessThanAnnouncedIsAnError() {
        hub.next(WEIGHTS, FakeHub.send(Arrays.copyOf(content(), 199_999)));
        assertThatThrownBy(() -> hub.resolve("gpt2")).isInstanceOf(HubException.class).hasMessage(
                "model.safetensors of gpt2: the hub announced 200000 bytes, but bytes 0 to 199999 come. "
                        + "It was removed; start the download again.");
        assertThat(incomplete()).doesNotExist();
    }

    @Test
    void moreThanAnnouncedIsAnError() {
        // In chunks, so that no header gives it away.
        hub.next(WEIGHTS, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(Arrays.copyOf(content(), 200_001));
            exchange.close();
        });
        assertThatThrownBy(() -> hub.resolve("gpt2")).isInstanceOf(HubException.class).hasMessage(
                "model.safetensors of gpt2: the hub announced 200000 bytes, but more come. "
                        + "It was removed; start the download again.");
        assertThat(incomplete()).doesNotExist();
    }

    @Test
    void aLargeFileOfAnotherHashIsAnError() {
        byte[] other = content().clone();
        other[123_456] ^= 1;
        hub.next(WEIGHTS, FakeHub.send(other));
        assertThatThrownBy(() -> hub.resolve("gpt2")).isInstanceOf(HubException.class)
                .hasMessageStartingWith("model.safetensors of gpt2: what arrived has the hash ")
                .hasMessageEndingWith(", but the hub announced " + hub.etag("model.safetensors")
                        + ". It was removed; start the download again.");
        assertThat(incomplete()).doesNotExist();
        isWhole(hub.resolve("gpt2"));
    }

    @Test
    void aSmallFileOfAnotherHashIsAnError() {
        byte[] other = hub.files.get("config.json").bytes().clone();
        other[3] = 'M';
        hub.next("hub GET config.json", FakeHub.send(other));
        assertThatThrownBy(() -> hub.resolve("gpt2")).isInstanceOf(HubException.class)
                .hasMessageContaining("but the hub announced " + hub.etag("config.json"));
    }

    @Test
    void whatIsPackedUnaskedIsAnError() {
        hub.next("hub GET config.json", FakeHub.send(new byte[20], "Content-Encoding", "gzip"));
        assertThatThrownBy(() -> hub.resolve("gpt2")).isInstanceOf(HubException.class).hasMessage(
                "config.json of gpt2: the server packs it (gzip), unasked. Is a proxy in between? Try without it.");
    }

    @Test
    void anInterruptLeavesWhatIsThere() throws InterruptedException {
        Hub waiting = hub.hub(pause -> {
            throw new InterruptedException();
        });
        hub.next(WEIGHTS, hub.breakOffAfter(70_000));
        assertThatThrownBy(() -> waiting.resolve("gpt2", hub.progress())).isInstanceOf(HubException.class).hasMessage(
                "The download: was interrupted. Start it again; it goes on where it was.");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(incomplete()).hasSize(70_000);
    }

    @Test
    @Timeout(60)
    void aProcessThatIsKilledLosesNothing() throws IOException, InterruptedException {
        hub.next(WEIGHTS, hub.stallAfter(50_000));
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), Downloader.class.getName());
        builder.environment().putAll(Map.of(
                "HF_HUB_CACHE", cache.toString(), "HF_ENDPOINT", hub.address(), "HF_HUB_OFFLINE", "0", "HF_TOKEN", "hf_any"));
        Process process = builder.inheritIO().start();
        while (process.isAlive() && !(Files.exists(incomplete()) && Files.size(incomplete()) == 50_000)) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        process.destroyForcibly().waitFor();
        isWhole(hub.resolve("gpt2"));
        assertThat(hub.ranges(WEIGHTS)).containsExactly("all", "bytes=50000-");
    }

    /** Downloads a model in a process of its own. */
    static final class Downloader {
        private Downloader() {
        }

        public static void main(String[] arguments) {
            Hub.of(HubEnvironment.ofProcess()).resolve("gpt2", DownloadProgress.silent());
        }
    }
}
