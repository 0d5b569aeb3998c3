package org.marksheet.lab.model.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.marksheet.lab.checkpoint.BadCheckpointException;
import org.marksheet.lab.checkpoint.JsonFile;
import org.marksheet.lab.model.Fixture;

class LlamaConfigTest {
    @TempDir
    private Path folder;

    @Test
    void olderAndNewerSpellingsAreTheSameModel() throws IOException {
        LlamaConfig phi3 = read("phi3-tiny", "{}");
        assertThat(phi3.rotary()).isEqualTo(new Rotary(10_000, new Rotary.Unstretched()));
        assertThat(phi3.window()).hasValue(2047);
        assertThat(phi3.heads()).isEqualTo(new LlamaConfig.Heads(4, 4, 12));
        LlamaConfig llama = read("llama-tiny", "{}");
        assertThat(llama.rotary()).isEqualTo(new Rotary(100_000, new Rotary.Unstretched()));
        assertThat(llama.heads()).isEqualTo(new LlamaConfig.Heads(6, 2, 8));
        assertThat(llama.tiedHead()).isTrue();
        assertThat(read("llama-tiny", "{'rope_parameters': null, 'rope_theta': 100000}")).isEqualTo(llama);
        assertThat(read("phi3-tiny", "{'rope_theta': null, 'rope_parameters': {'rope_theta': 10000, 'rope_type': 'default'}}"))
                .isEqualTo(phi3);
        Rotary.Linear linear = new Rotary.Linear(4);
        assertThat(read("llama-tiny", "{'rope_parameters': {'rope_theta': 7, 'rope_type': 'linear', 'factor': 4}}").rotary())
                .isEqualTo(new Rotary(7, linear));
        assertThat(read("llama-tiny",
                        "{'rope_parameters': null, 'rope_theta': 7, 'rope_scaling': {'type': 'linear', 'factor': 4}}").rotary())
                .isEqualTo(new Rotary(7, linear));
        assertThat(read("llama-tiny", "{'rope_parameters': null, 'rope_scaling': {'rope_type': 'llama3', 'factor': 8, "
                        + "'low_freq_factor': 1, 'high_freq_factor': 4, 'original_max_position_embeddings': 64}}").rotary())
                .isEqualTo(new Rotary(10_000, new Rotary.ByWavelength(8, 1, 4, 64)));
    }

    @Test
    void whatIsLeftOutHasTheDefaultOfTransformers() throws IOException {
        LlamaConfig config = read("llama-tiny", "{'num_key_value_heads': null, 'head_dim': null, 'tie_word_embeddings': null, "
                + "'rope_parameters': null, 'eos_token_id': [2, 7], 'pad_token_id': -1, 'bos_token_id': null}");
        assertThat(config.heads()).isEqualTo(new LlamaConfig.Heads(6, 6, 8));
        assertThat(config.tiedHead()).isFalse();
        assertThat(config.rotary().theta()).isEqualTo(10_000);
        assertThat(config.window()).isEmpty();
        assertThat(config.tokens()).isEqualTo(new SpecialTokens(OptionalInt.empty(), List.of(2, 7), OptionalInt.empty()));
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        for (Rotary.Stretch stretch : List.of(
                new Rotary.Unstretched(), new Rotary.Linear(3), new Rotary.ByWavelength(8, 1, 4, 64))) {
            for (Kind kind : Kind.values()) {
                LlamaConfig config = new LlamaConfig(kind, new LlamaConfig.Size(30, 20, 16, 24, 2),
                        new LlamaConfig.Heads(4, 2, 6), new Rotary(500, stretch),
                        kind == Kind.PHI3 ? OptionalInt.of(9) : OptionalInt.empty(), 1e-6, true,
                        new SpecialTokens(OptionalInt.of(1), List.of(2, 3), OptionalInt.of(4)));
                Path file = folder.resolve("config.json");
                JsonFile.write(file, config.toJson());
                assertThat(LlamaConfig.read(JsonFile.read(file))).isEqualTo(config);
                JsonObject old = config.toJson();
                old.remove("rope_parameters");
                JsonFile.write(file, old);
                assertThat(LlamaConfig.read(JsonFile.read(file))).isEqualTo(config);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            llama-tiny | {'attention_bias': true}         | "attention_bias" is true, which cannot be computed here; only layers without
            llama-tiny | {'mlp_bias': true}               | "mlp_bias" is true, which cannot be computed here
            llama-tiny | {'mlp_bias': 'no'}               | "mlp_bias" is "no"; true or false was expected
            llama-tiny | {'hidden_act': 'gelu'}           | "hidden_act" is "gelu"; "silu" was expected
            phi3-tiny  | {'partial_rotary_factor': 0.75}  | "partial_rotary_factor" is 0.75, which cannot be computed here
            llama-tiny | {'rope_parameters': {'partial_rotary_factor': 0.5}} | "rope_parameters.partial_rotary_factor" is 0.5
            phi3-tiny  | {'rope_scaling': {'type': 'su'}} | "rope_scaling.type" is "su", which cannot be computed here; models for very long
            phi3-tiny  | {'rope_scaling': {'type': 'longrope', 'long_factor': [1]}} | take the one with 4k instead of 128k positions
            llama-tiny | {'rope_parameters': {'rope_type': 'yarn', 'factor': 2}} | "rope_parameters.rope_type" is "yarn", which cannot be
            llama-tiny | {'rope_parameters': {'rope_type': 'dynamic'}} | "default", "linear" and "llama3" can. Use another checkpoint.
            llama-tiny | {'rope_parameters': {'rope_type': 'linear'}}  | has no "rope_parameters.factor"; a number was expected
            llama-tiny | {'rope_parameters': {'rope_type': 'linear', 'factor': 0.5}} | Positions are stretched by 0.5; it must be at least 1
            llama-tiny | {'rope_parameters': 3}           | "rope_parameters" is 3; an object was expected
            llama-tiny | {'rope_parameters': {'rope_theta': 1}} | The base of the rotary positions is 1.0; it must be above 1
            llama-tiny | {'quantization_config': {}}      | has a "quantization_config"; quantised weights cannot be read. Use
            llama-tiny | {'num_key_value_heads': 4}       | 6 query heads are no multiple of 4 key-value heads
            llama-tiny | {'head_dim': 7}                  | Heads of width 7 cannot be turned: it must be even
            llama-tiny | {'head_dim': null, 'num_attention_heads': 10} | hidden_size 48 is no multiple of num_attention_heads 10
            phi3-tiny  | {'sliding_window': 0}            | window 0 is not above 0
            llama-tiny | {'hidden_size': null}            | has no "hidden_size"; a whole number was expected
            llama-tiny | {'eos_token_id': ['a']}          | "eos_token_id" is ["a"]; whole numbers were expected
            llama-tiny | {'model_type': 'mistral'}        | "model_type" is "mistral"; "llama" was expected
            """)
    void whatCannotBeComputedIsRefusedByName(String fixture, String changes, String message) {
        assertThatThrownBy(() -> read(fixture, changes))
                .isInstanceOf(BadCheckpointException.class)
                .hasMessageStartingWith(folder.resolve("config.json") + ": ")
                .hasMessageContaining(message);
    }

    /** Computed with the formulas of transformers in double precision. */
    @Test
    void frequenciesFallGeometricallyAndAreStretched() {
        assertThat(new Rotary(10_000, new Rotary.Unstretched()).frequencies(8))
                .containsExactly(new float[] {1, .1f, .01f, .001f}, offset(1e-9f));
        assertThat(new Rotary(10_000, new Rotary.Linear(4)).frequencies(8))
                .containsExactly(new float[] {.25f, .025f, .0025f, .00025f}, offset(1e-9f));
        float[] found = new Rotary(500_000, new Rotary.ByWavelength(8, 1, 4, 8192)).frequencies(16);
        float[] expected = {
            1f, 0.19392274f, 0.037606031f, 0.0072926647f, 0.00052484616f, 3.4281022e-05f, 6.6478699e-06f, 1.2891732e-06f
        };
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], offset(1e-6f * expected[i]));
        }
    }

    private LlamaConfig read(String fixture, String changes) throws IOException {
        JsonObject json = JsonParser.parseString(
                Files.readString(Fixture.load(fixture).folder().resolve("config.json"))).getAsJsonObject();
        for (var change : JsonParser.parseString(changes).getAsJsonObject().entrySet()) {
            JsonElement value = change.getValue();
            if (value.equals(JsonNull.INSTANCE)) {
                json.remove(change.getKey());
            } else {
                json.add(change.getKey(), value);
            }
        }
        JsonFile.write(folder.resolve("config.json"), json);
        return LlamaConfig.read(JsonFile.read(folder.resolve("config.json")));
    }
}
