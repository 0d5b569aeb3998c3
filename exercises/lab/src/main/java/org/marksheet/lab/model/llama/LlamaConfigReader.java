package org.marksheet.lab.model.llama;

import com.google.gson.JsonElement;
import java.util.Optional;
import java.util.OptionalInt;
import org.marksheet.lab.checkpoint.BadCheckpointException;
import org.marksheet.lab.checkpoint.JsonFile;

/** Reads {@code config.json} of the family, as older and newer versions of transformers write it. */
final class LlamaConfigReader {
    /** What transformers takes where the file says nothing. */
    private static final double THETA = 10_000;

    private final JsonFile json;

    LlamaConfigReader(JsonFile json) {
        this.json = json;
    }

    LlamaConfig read() {
        Kind kind = text(json, "model_type").filter(Kind.PHI3.modelType()::equals).isPresent() ? Kind.PHI3 : Kind.LLAMA;
        json.require("model_type", kind.modelType());
        json.require("hidden_act", "silu");
        refuseBias("attention_bias");
        refuseBias("mlp_bias");
        refusePartial(json);
        if (json.field("quantization_config").isPresent()) {
            throw new BadCheckpointException(json.file(), "has a \"quantization_config\"; quantised weights cannot be read.",
                    "Use a checkpoint in F32, F16 or BF16.");
        }
        try {
            int width = json.integer("hidden_size");
            return new LlamaConfig(kind,
                    new LlamaConfig.Size(json.integer("vocab_size"), json.integer("max_position_embeddings"), width,
                            json.integer("intermediate_size"), json.integer("num_hidden_layers")),
                    heads(width), rotary(), kind == Kind.PHI3 ? optional("sliding_window") : OptionalInt.empty(),
                    json.number("rms_norm_eps"), json.flag("tie_word_embeddings"), SpecialTokens.read(json));
        } catch (IllegalArgumentException e) {
            throw new BadCheckpointException(json.file(), e.getMessage(), "Copy or download the file again.", e);
        }
    }

    private LlamaConfig.Heads heads(int width) {
        int queries = json.integer("num_attention_heads");
        OptionalInt headWidth = optional("head_dim");
        if (headWidth.isEmpty() && (queries == 0 || width % queries != 0)) {
            throw new IllegalArgumentException("hidden_size " + width + " is no multiple of num_attention_heads " + queries
                    + ", and there is no head_dim.");
        }
        return new LlamaConfig.Heads(queries, optional("num_key_value_heads").orElse(queries),
                headWidth.orElseGet(() -> width / queries));
    }

    /** New files have "rope_parameters" with all in it; old ones "rope_theta", and "rope_scaling" where there is a scaling. */
    private Rotary rotary() {
        Optional<JsonFile> parameters = json.object("rope_parameters");
        Optional<JsonFile> scaling = parameters.or(() -> json.object("rope_scaling"));
        parameters.ifPresent(this::refusePartial);
        double theta = parameters.filter(fields -> fields.field("rope_theta").isPresent())
                .or(() -> Optional.of(json).filter(fields -> fields.field("rope_theta").isPresent()))
                .map(fields -> fields.number("rope_theta"))
                .orElse(THETA);
        return new Rotary(theta, scaling.map(this::stretch).orElse(new Rotary.Unstretched()));
    }

    private Rotary.Stretch stretch(JsonFile fields) {
        String field = fields.field("rope_type").isPresent() ? "rope_type" : "type";
        return switch (text(fields, field).orElse("default")) {
            case "default" -> new Rotary.Unstretched();
            case "linear" -> new Rotary.Linear(fields.number("factor"));
            case "llama3" -> new Rotary.ByWavelength(fields.number("factor"), fields.number("low_freq_factor"),
                    fields.number("high_freq_factor"), fields.integer("original_max_position_embeddings"));
            case "longrope", "su" -> throw fields.refusal(field,
                    "models for very long texts are not read: of Phi-3, take the one with 4k instead of 128k positions");
            default -> throw fields.refusal(field, "\"default\", \"linear\" and \"llama3\" can");
        };
    }

    private void refuseBias(String field) {
        if (json.flag(field)) {
            throw json.refusal(field, "only layers without biases can");
        }
    }

    private void refusePartial(JsonFile fields) {
        String field = "partial_rotary_factor";
        if (fields.field(field).isPresent() && fields.number(field) != 1) {
            throw fields.refusal(field, "only heads that are turned as a whole can");
        }
    }

    private OptionalInt optional(String field) {
        return json.field(field).isPresent() ? OptionalInt.of(json.integer(field)) : OptionalInt.empty();
    }

    private static Optional<String> text(JsonFile fields, String field) {
        return fields.field(field).filter(JsonElement::isJsonPrimitive).map(JsonElement::getAsString);
    }
}
