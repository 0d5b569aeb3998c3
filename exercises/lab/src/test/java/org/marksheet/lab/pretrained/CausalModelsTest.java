package org.marksheet.lab.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.lab.checkpoint.BadCheckpointException;
import org.marksheet.lab.model.CausalModel;
import org.marksheet.lab.model.Fixture;
import org.marksheet.lab.model.gpt2.Gpt2;
import org.marksheet.lab.model.llama.Llama;

class CausalModelsTest {
    @Test
    void theModelIsThatOfTheFile() {
        Map<String, Class<? extends CausalModel>> known =
                Map.of("gpt2-tiny", Gpt2.class, "llama-tiny", Llama.class, "phi3-tiny", Llama.class);
        known.forEach((folder, type) -> {
            try (CausalModel model = CausalModels.load(Fixture.load(folder).folder())) {
                assertThat(model).isInstanceOf(type);
            }
        });
    }

    @Test
    void anotherArchitectureIsToldWithThoseThatAreKnown(@TempDir Path folder) throws IOException {
        Files.copy(Fixture.load("llama-tiny").folder().resolve("model.safetensors"), folder.resolve("model.safetensors"));
        Path config = folder.resolve("config.json");
        Files.writeString(config, "{\"model_type\": \"mamba\"}");
        assertThatThrownBy(() -> CausalModels.load(folder))
                .isInstanceOf(BadCheckpointException.class)
                .hasMessage("%s: \"model_type\" is \"mamba\", which is not known here. Known language models: gpt2, llama, phi3.",
                        config);
        Files.writeString(config, "{}");
        assertThatThrownBy(() -> CausalModels.load(folder))
                .isInstanceOf(BadCheckpointException.class)
                .hasMessage("%s: has no \"model_type\". Known language models: gpt2, llama, phi3.", config);
    }

    @Test
    void aConfigOfAnotherSizeIsToldWithBothShapes(@TempDir Path folder) throws IOException {
        Path fixture = Fixture.load("llama-tiny").folder();
        Files.copy(fixture.resolve("model.safetensors"), folder.resolve("model.safetensors"));
        String config = Files.readString(fixture.resolve("config.json"));
        Files.writeString(folder.resolve("config.json"),
                config.replace("\"num_key_value_heads\": 2", "\"num_key_value_heads\": 3"));
        assertThatThrownBy(() -> CausalModels.load(folder))
                .isInstanceOf(BadCheckpointException.class)
                .hasMessageContaining("model.layers.0.self_attn.k_proj.weight is (16, 48) but config.json asks for (24, 48)");
        Files.writeString(folder.resolve("config.json"),
                config.replace("\"tie_word_embeddings\": true", "\"tie_word_embeddings\": false"));
        assertThatThrownBy(() -> CausalModels.load(folder))
                .isInstanceOf(BadCheckpointException.class)
                .hasMessageContaining("lm_head.weight is missing");
    }
}
