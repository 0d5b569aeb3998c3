package org.marksheet.lab.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.marksheet.lab.hub.FakeHub.COMMIT;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.lab.checkpoint.Checkpoint;

class DownloadTest {
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

    @Test
    void theCacheLooksAsPythonsToolsLayItOut() throws IOException {
        Path folder = hub.resolve("lvwerra/distilbert-imdb");
        String repo = "models--lvwerra--distilbert-imdb/";
        assertThat(folder).isEqualTo(cache.resolve(repo + "snapshots/" + COMMIT));
        assertThat(FakeHub.tree(cache)).containsExactlyInAnyOrder(
                ".locks/" + repo + hub.etag("config.json") + ".lock",
                ".locks/" + repo + hub.etag("model.safetensors") + ".lock",
                ".locks/" + repo + hub.etag("tokenizer.json") + ".lock",
                ".locks/" + repo + hub.etag("tokenizer_config.json") + ".lock",
                repo + "blobs/" + hub.etag("config.json"),
                repo + "blobs/" + hub.etag("model.safetensors"),
                repo + "blobs/" + hub.etag("tokenizer.json"),
                repo + "blobs/" + hub.etag("tokenizer_config.json"),
                repo + "refs/main",
                repo + "snapshots/" + COMMIT + "/config.json -> ../../blobs/" + hub.etag("config.json"),
                repo + "snapshots/" + COMMIT + "/model.safetensors -> ../../blobs/" + hub.etag("model.safetensors"),
                repo + "snapshots/" + COMMIT + "/tokenizer.json -> ../../blobs/" + hub.etag("tokenizer.json"),
                repo + "snapshots/" + COMMIT + "/tokenizer_config.json -> ../../blobs/" + hub.etag("tokenizer_config.json"));
        assertThat(cache.resolve(repo + "refs/main")).hasContent(COMMIT);
        for (String file : List.of("config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors")) {
            assertThat(folder.resolve(file)).hasBinaryContent(hub.files.get(file).bytes());
        }
    }

    @Test
    void whatCameThroughALinkIsACheckpoint() {
        byte[] header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer file = ByteBuffer.allocate(8 + header.length + 8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).put(header);
        hub.putLarge("model.safetensors", file.array());
        assertThat(Checkpoint.open(hub.resolve("gpt2")).shapes()).containsEntry("w", new Shape(2));
    }

    @Test
    void theSecondTimeNothingIsFetched() {
        Path first = hub.resolve("gpt2");
        hub.forgetWhatWasAsked();
        assertThat(hub.resolve("gpt2")).isEqualTo(first);
        assertThat(hub.whatWasAsked()).containsExactly("hub GET list");
    }

    @Test
    void aNewCommitFetchesOnlyWhatChanged() throws IOException {
        Path old = hub.resolve("gpt2");
        hub.commit = "6a1f0c0000000000000000000000000000000002";
        hub.put("config.json", "{\"model_type\":\"gpt2\",\"n_layer\":3}");
        hub.forgetWhatWasAsked();
        Path current = hub.resolve("gpt2");
        assertThat(hub.whatWasAsked()).contains("hub GET config.json").doesNotContain("store GET model.safetensors");
        assertThat(current.resolve("config.json")).content().contains("n_layer");
        assertThat(old.resolve("config.json")).content().doesNotContain("n_layer");
        assertThat(current.resolve("model.safetensors")).isSymbolicLink().hasBinaryContent(hub.files.get("model.safetensors").bytes());
        assertThat(Files.readString(cache.resolve("models--gpt2/refs/main"))).isEqualTo(hub.commit);
    }

    @Test
    void aCommitThatIsHereNeedsNoServer() {
        hub.resolve("gpt2@" + COMMIT);
        assertThat(cache.resolve("models--gpt2/refs")).doesNotExist();
        hub.forgetWhatWasAsked();
        hub.resolve("gpt2@" + COMMIT);
        assertThat(hub.asked).isEmpty();
    }

    @Test
    void aPullRequestIsARevision() {
        hub.resolve("gpt2@refs/pr/7");
        assertThat(cache.resolve("models--gpt2/refs/refs/pr/7")).hasContent(COMMIT);
    }

    @Test
    void shardsAreThoseOfTheIndex() {
        hub.files.remove("model.safetensors");
        hub.put("model.safetensors.index.json", "{\"weight_map\":{\"a\":\"model-1.safetensors\",\"b\":\"model-2.safetensors\",\"c\":\"model-1.safetensors\"}}");
        hub.putLarge("model-1.safetensors", new byte[] {1, 2, 3});
        hub.putLarge("model-2.safetensors", new byte[] {4, 5});
        hub.putLarge("model-3.safetensors", new byte[] {6});
        Path folder = hub.resolve("gpt2");
        assertThat(folder.resolve("model-1.safetensors")).hasBinaryContent(new byte[] {1, 2, 3});
        assertThat(folder.resolve("model-2.safetensors")).hasBinaryContent(new byte[] {4, 5});
        assertThat(folder.resolve("model-3.safetensors")).doesNotExist();
    }

    @Test
    void whereLinksAreOffTheFilesThemselvesAreInTheSnapshot() {
        Path folder = hub.resolve("gpt2", "HF_HUB_DISABLE_SYMLINKS", "1");
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(hub.files.get("model.safetensors").bytes());
        assertThat(FakeHub.tree(cache.resolve("models--gpt2"))).noneMatch(name -> name.contains("->") || name.startsWith("blobs"));
        hub.forgetWhatWasAsked();
        hub.resolve("gpt2", "HF_HUB_DISABLE_SYMLINKS", "1");
        assertThat(hub.whatWasAsked()).containsExactly("hub GET list");
    }

    @Test
    void aLinkWhoseBlobIsGoneIsMadeGood() throws IOException {
        Path folder = hub.resolve("gpt2");
        Files.delete(cache.resolve("models--gpt2/blobs/" + hub.etag("config.json")));
        assertThat(hub.resolve("gpt2").resolve("config.json")).hasBinaryContent(hub.files.get("config.json").bytes());
        assertThat(folder.resolve("config.json")).isSymbolicLink();
    }

    @Test
    void theTokenGoesToTheHubAndNowhereElse() {
        hub.resolve("gpt2", "HF_TOKEN", "hf_secret");
        assertThat(hub.asked).allSatisfy(asked -> assertThat(asked.authorization())
                .isEqualTo(asked.what().startsWith("hub ") ? Optional.of("Bearer hf_secret") : Optional.empty()));
        assertThat(hub.whatWasAsked()).contains("store GET model.safetensors");
    }

    @Test
    void theTokenIsNotSentWhereOthersCanReadIt() {
        assertThat(connection("http://hub.example").token()).isEmpty();
        assertThat(connection("https://hub.example").token()).isPresent();
        assertThat(connection("http://localhost:8080").token()).isPresent();
    }

    private HubConnection connection(String endpoint) {
        return new HubConnection(hub.environment("HF_TOKEN", "hf_secret", "HF_ENDPOINT", endpoint));
    }

    @Test
    void aRenamedRepositoryIsFollowed() {
        hub.next("hub GET list", FakeHub.status(307, "Location", "/api/models/openai/gpt2/revision/main"));
        hub.next("hub HEAD config.json", FakeHub.status(307, "Location", "/openai/gpt2/resolve/" + COMMIT + "/config.json"));
        hub.next("hub GET config.json", FakeHub.status(301, "Location", hub.address() + "/openai/gpt2/resolve/" + COMMIT + "/config.json"));
        assertThat(hub.resolve("gpt2").resolve("config.json")).hasBinaryContent(hub.files.get("config.json").bytes());
    }

    @Test
    void redirectsInACircleEnd() {
        hub.always("hub GET list", FakeHub.status(302, "Location", "/api/models/gpt2/revision/main"));
        assertThatThrownBy(() -> hub.resolve("gpt2")).isInstanceOf(HubException.class).hasMessage(hub.address()
                + "/api/models/gpt2/revision/main: more than 5 redirects follow each other. Check HF_ENDPOINT; if it is right, the "
                + "hub is at fault: try again later.");
    }

    @Test
    void aRedirectMustLeadToTheWeb() {
        hub.next("hub GET list", FakeHub.status(302, "Location", "file:///etc/passwd"));
        assertThatThrownBy(() -> hub.resolve("gpt2")).isInstanceOf(HubException.class)
                .hasMessageContaining("the redirect (302) leads to no address");
    }

    @Test
    void aFullDiskIsNoticedBeforeTheDownload() {
        hub.free = 120_000;
        assertThatThrownBy(() -> hub.resolve("gpt2")).isInstanceOf(HubException.class).hasMessage(cache
                + ": has 0.1 MB free, but gpt2 needs 0.2 MB more. Free space there, or set HF_HUB_CACHE to another folder.");
        assertThat(hub.whatWasAsked()).doesNotContain("store GET model.safetensors");
    }

    @Test
    void aCacheThatCannotBeWrittenIsNamed() throws IOException {
        Files.writeString(cache.resolve("models--gpt2"), "a file in the way");
        assertThatThrownBy(() -> hub.resolve("gpt2")).isInstanceOf(HubException.class)
                .hasMessageStartingWith(cache + ": cannot be written: ")
                .hasMessageEndingWith("or set HF_HUB_CACHE to another folder; what is whole stays.");
    }
}
