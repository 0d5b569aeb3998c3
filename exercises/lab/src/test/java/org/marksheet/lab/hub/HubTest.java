package org.marksheet.lab.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubTest {
    @TempDir
    Path folder;

    private Path resolve(String folderOrId) {
        HubEnvironment environment = HubEnvironment.of(
                Map.of("HF_HUB_OFFLINE", "1", "HF_HUB_CACHE", folder.resolve("cache").toString()), folder);
        return Hub.of(environment).resolve(folderOrId, DownloadProgress.silent());
    }

    @Test
    void aFolderIsTakenAsItIs() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{}");
        assertThat(resolve(folder.toString())).isEqualTo(folder);
    }

    @Test
    void aFolderWithoutAModelIsNotTaken() {
        assertThatThrownBy(() -> resolve(folder.toString())).isInstanceOf(HubException.class).hasMessage(
                folder + ": is a folder without config.json. Give the folder that holds it.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"./gpt2", "../gpt2", "/models/gpt2", "~/gpt2", "a/b/c", "C:\\gpt2"})
    void aPathThatIsNotThereIsNotTakenForAName(String path) {
        assertThatThrownBy(() -> resolve(path)).isInstanceOf(HubException.class).hasMessage(
                path + ": is not there, or is no folder. Check the path.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "openai-community/gpt2", "microsoft/Phi-3-mini-4k-instruct", "a/b.c_d-e", "gpt2@v1.0", "x/y@refs/pr/12"})
    void namesOfModelsAreKnown(String id) {
        assertThat(HubModel.parse(id)).hasToString(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gpt 2", "a--b", "a..b", "-a", "a/b.git", "a/.b", "a/b-", "g\u00fct", "a/b?x", "a/b#c", "@main"})
    void otherNamesAreNot(String id) {
        assertThatThrownBy(() -> resolve(id)).isInstanceOf(HubException.class)
                .hasMessageContaining("is neither a folder that exists nor the name of a model.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2@", "gpt2@../x", "gpt2@a//b", "gpt2@/a", "gpt2@a/../../b", "gpt2@a b", "gpt2@main@x"})
    void otherRevisionsAreNot(String id) {
        assertThatThrownBy(() -> resolve(id)).isInstanceOf(HubException.class)
                .hasMessageContaining("is not the name of a revision.");
    }

    @Test
    void hashesAreThoseOfGitAndOfLargeFiles() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "hello\n");
        // What git hash-object and sha256sum say of it.
        assertThat(BlobHash.GIT_SHA1.compute(file)).isEqualTo("ce013625030ba8dba906f756967f9e9ca394464a");
        assertThat(BlobHash.SHA256.compute(file)).isEqualTo("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03");
    }
}
