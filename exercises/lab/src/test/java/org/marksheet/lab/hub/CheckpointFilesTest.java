package org.marksheet.lab.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointFilesTest {
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

    private void isRefused(String message) {
        assertThatThrownBy(() -> hub.resolve("lee/distilbert")).isInstanceOf(HubException.class).hasMessage(message);
    }

    @Test
    void aPickleIsRefusedWithWhatToDo() {
        hub.files.remove("model.safetensors");
        isRefused("lee/distilbert: has its weights only as pytorch_model.bin, a pickle, which can run any code when it is read; "
                + "it was not downloaded. Look at the repository's pull requests for one that adds model.safetensors and give "
                + "lee/distilbert@refs/pr/N; or convert it in Python, with transformers, where you trust it: AutoModelForCausalLM "
                + "(or AutoModelForSequenceClassification).from_pretrained(\"lee/distilbert\").save_pretrained(\"FOLDER\", "
                + "safe_serialization=True), the same with AutoTokenizer, and give FOLDER.");
        assertThat(hub.whatWasAsked()).containsExactly("hub GET list");
    }

    @Test
    void picklesInSeveralFilesAreRefusedToo() {
        hub.files.remove("model.safetensors");
        hub.files.remove("pytorch_model.bin");
        hub.put("pytorch_model-00002-of-00002.bin", "");
        hub.put("pytorch_model-00001-of-00002.bin", "");
        assertThatThrownBy(() -> hub.resolve("lee/distilbert"))
                .hasMessageContaining("has its weights only as pytorch_model-00001-of-00002.bin, a pickle");
    }

    @Test
    void aRepositoryWithoutWeightsIsRefused() {
        hub.files.remove("model.safetensors");
        hub.files.remove("pytorch_model.bin");
        isRefused("lee/distilbert: has neither model.safetensors nor model.safetensors.index.json. Choose a repository or a "
                + "revision with weights as safetensors.");
    }

    @Test
    void aRepositoryThatIsNoModelIsRefused() {
        hub.files.remove("config.json");
        isRefused("lee/distilbert: has no config.json. Choose a repository in the layout of transformers, or give a folder with "
                + "the model.");
    }

    @Test
    void aTokenizerInTheOldFormIsRefusedWithWhatToDo() {
        hub.files.remove("tokenizer.json");
        hub.put("vocab.txt", "[PAD]");
        isRefused("lee/distilbert: has no tokenizer.json. Make a folder of it in Python, with transformers: "
                + "AutoTokenizer.from_pretrained(\"lee/distilbert\").save_pretrained(\"FOLDER\"), put config.json and the "
                + ".safetensors files beside it, and give FOLDER instead of the name.");
    }

    @Test
    void anIndexThatNamesAMissingShardIsRefused() {
        hub.files.remove("model.safetensors");
        hub.put("model.safetensors.index.json", "{\"weight_map\":{\"a\":\"model-1.safetensors\"}}");
        isRefused("lee/distilbert: model.safetensors.index.json names model-1.safetensors, which the repository does not have. "
                + "The upload is not whole: choose another revision, or ask its owner.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../.bashrc", "/etc/passwd", "..\\\\evil", "C:/evil", "a//b", ""})
    void aShardIsAFileOfTheRepository(String hostile) {
        hub.files.remove("model.safetensors");
        hub.put("model.safetensors.index.json", "{\"weight_map\":{\"a\":\"" + hostile + "\"}}");
        assertThatThrownBy(() -> hub.resolve("lee/distilbert")).isInstanceOf(HubException.class)
                .hasMessageEndingWith("is a file name of the repository that could lead out of its folder. Nothing was "
                        + "downloaded; do not use this repository, and check HF_ENDPOINT.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../config.json", "a/../../config.json", "/config.json", "..\\config.json"})
    void aListWithAHostileNameIsNotBelieved(String hostile) {
        hub.put(hostile, "");
        assertThatThrownBy(() -> hub.resolve("lee/distilbert")).isInstanceOf(HubException.class)
                .hasMessageContaining("could lead out of its folder");
        assertThat(hub.whatWasAsked()).containsExactly("hub GET list");
    }

    @Test
    void aNameThatOnlySomeSystemsCanHaveDoesNotMatter() {
        hub.put("runs/12:30", "");
        assertThat(hub.resolve("lee/distilbert")).exists();
    }
}
