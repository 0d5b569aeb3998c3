package org.marksheet.lab.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.marksheet.lab.hub.FakeHub.COMMIT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfflineTest {
    private static final String WHAT_TO_DO = ": put config.json, tokenizer.json, tokenizer_config.json and model.safetensors of it "
            + "into a folder and give that folder instead of the name, or copy the folder models--gpt2 from the cache of a machine "
            + "that has it into this one.";

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

    /** A model as huggingface_hub leaves it behind, made by hand. */
    private Path byPython(String... files) throws IOException {
        Path repo = cache.resolve("models--gpt2");
        Path snapshot = Files.createDirectories(repo.resolve("snapshots").resolve(COMMIT));
        Files.createDirectories(repo.resolve("blobs"));
        Files.createDirectories(repo.resolve("refs"));
        Files.createDirectories(repo.resolve(".no_exist").resolve(COMMIT));
        Files.writeString(repo.resolve("refs/main"), COMMIT);
        Files.writeString(cache.resolve("CACHEDIR.TAG"), "");
        for (String file : files) {
            Files.write(repo.resolve("blobs").resolve(hub.etag(file)), hub.files.get(file).bytes());
            Files.createSymbolicLink(snapshot.resolve(file), Path.of("../../blobs", hub.etag(file)));
        }
        return snapshot;
    }

    @Test
    void whatPythonDownloadedIsFound() throws IOException {
        Path snapshot = byPython("config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors");
        assertThat(hub.resolve("gpt2", "HF_HUB_OFFLINE", "1")).isEqualTo(snapshot);
        assertThat(hub.resolve("gpt2", "TRANSFORMERS_OFFLINE", "yes")).isEqualTo(snapshot);
        assertThat(hub.resolve("gpt2@" + COMMIT)).isEqualTo(snapshot);
        assertThat(hub.asked).isEmpty();
        assertThat(hub.resolve("gpt2")).isEqualTo(snapshot);
        assertThat(hub.whatWasAsked()).containsExactly("hub GET list");
    }

    @Test
    void anIndexBesideTheOneFileDoesNotMatter() throws IOException {
        Path snapshot = byPython("config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors");
        Files.writeString(snapshot.resolve("model.safetensors.index.json"), "{\"weight_map\":{\"x\":\"not-here.safetensors\"}}");
        assertThat(hub.resolve("gpt2", "HF_HUB_OFFLINE", "1")).isEqualTo(snapshot);
    }

    @Test
    void whatPythonDownloadedInPartIsCompleted() throws IOException {
        Path snapshot = byPython("config.json", "model.safetensors");
        assertThat(hub.resolve("gpt2")).isEqualTo(snapshot);
        assertThat(hub.whatWasAsked()).containsExactly("hub GET list", "hub HEAD tokenizer.json", "hub HEAD tokenizer_config.json",
                "hub GET tokenizer.json", "hub GET tokenizer_config.json");
    }

    @Test
    void offlineAsksNobodyAndSaysWhatToDo() {
        assertThatThrownBy(() -> hub.resolve("gpt2", "HF_HUB_OFFLINE", "1")).isInstanceOf(HubException.class).hasMessage(
                "No network (HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE is set), and the cache " + cache + " does not have gpt2"
                        + WHAT_TO_DO);
        assertThat(hub.asked).isEmpty();
    }

    @Test
    void offlineNamesWhatIsMissing() throws IOException {
        byPython("config.json", "tokenizer.json");
        assertThatThrownBy(() -> hub.resolve("gpt2", "HF_HUB_OFFLINE", "1")).isInstanceOf(HubException.class).hasMessage(
                "No network (HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE is set), and the cache " + cache
                        + " has no tokenizer_config.json, model.safetensors of gpt2" + WHAT_TO_DO);
    }

    @Test
    void withoutNetworkTheCacheServes() {
        Path snapshot = hub.resolve("gpt2");
        hub.forgetWhatWasAsked();
        hub.close();
        assertThat(hub.resolve("gpt2")).isEqualTo(snapshot);
        assertThat(hub.notes).isEqualTo(List.of("gpt2: " + hub.address() + " cannot be reached. Using what the cache has, 6a1f0c0."));
        assertThat(hub.pauses).isEmpty();
    }

    @Test
    void whenTheHubIsNotAtWorkTheCacheServes() {
        Path snapshot = hub.resolve("gpt2");
        hub.always("hub GET list", FakeHub.status(500));
        assertThat(hub.resolve("gpt2")).isEqualTo(snapshot);
        assertThat(hub.notes).last().isEqualTo("gpt2: the hub is not at work (500). Using what the cache has, 6a1f0c0.");
    }

    @Test
    void withoutNetworkAndCacheOneSentenceSaysWhatToDo() {
        hub.close();
        assertThatThrownBy(() -> hub.resolve("gpt2")).isInstanceOf(HubException.class).hasMessage("No network (" + hub.address()
                + " cannot be reached), and the cache " + cache + " does not have gpt2" + WHAT_TO_DO);
    }

    @Test
    void anUpdateThatBreaksOffLeavesTheModelAsItWas() {
        Path old = hub.resolve("gpt2");
        hub.commit = "6a1f0c0000000000000000000000000000000002";
        hub.putLarge("model.safetensors", new byte[1000]);
        hub.always("store GET model.safetensors", hub.breakOffAfter(0));
        assertThatThrownBy(() -> hub.resolve("gpt2")).isInstanceOf(HubException.class);
        assertThat(hub.resolve("gpt2", "HF_HUB_OFFLINE", "1")).isEqualTo(old);
    }
}
