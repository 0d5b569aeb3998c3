package org.marksheet.lab.model.gpt2;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.marksheet.lab.checkpoint.BadCheckpointException;
import org.marksheet.lab.checkpoint.JsonFile;
import org.marksheet.lab.model.CausalConfig;
import org.marksheet.lab.tensor.Parameters;

/**
 * The size of a GPT-2.
 *
 * @param vocabulary V, how many tokens there are
 * @param positions the longest sequence, in tokens
 * @param width d, the length of a hidden state; a multiple of {@code heads}
 * @param layers how many blocks
 * @param heads how many attention heads a block has
 * @param innerWidth the width between the two layers of a block's perceptron; 4 d in all published models
 * @param epsilon added to the variance in layer normalisation
 * @param eosTokenId the token that ends a text, in [0, V)
 */
public record Gpt2Config(
        int vocabulary, int positions, int width, int layers, int heads, int innerWidth, double epsilon, int eosTokenId)
        implements CausalConfig {
    private static final String PREFIX = "transformer.";

    /** Checks the numbers. */
    public Gpt2Config {
        if (vocabulary < 1 || positions < 1 || width < 1 || layers < 1 || heads < 1 || innerWidth < 1) {
            throw new IllegalArgumentException("Every size of a GPT-2 is at least 1.");
        }
        if (width % heads != 0) {
            throw new IllegalArgumentException("width " + width + " is no multiple of heads " + heads + ".");
        }
        if (eosTokenId < 0 || eosTokenId >= vocabulary) {
            throw new IllegalArgumentException("eosTokenId " + eosTokenId + " is not in [0, " + vocabulary + ").");
        }
    }

    /**
     * Returns a configuration with the published models' proportions.
     *
     * @param vocabulary V
     * @param positions the longest sequence
     * @param width d
     * @param layers how many blocks
     * @param heads how many attention heads
     * @param eosTokenId the token that ends a text
     */
    public static Gpt2Config of(int vocabulary, int positions, int width, int layers, int heads, int eosTokenId) {
        return new Gpt2Config(vocabulary, positions, width, layers, heads, 4 * width, 1e-5, eosTokenId);
    }

    /**
     * Reads {@code config.json}.
     *
     * @param json of a GPT-2
     * @throws BadCheckpointException if a field is missing, or says something that this GPT-2 cannot do
     */
    public static Gpt2Config read(JsonFile json) {
        json.require("model_type", "gpt2");
        json.require("activation_function", "gelu_new");
        refuse(json, "scale_attn_weights", false);
        refuse(json, "scale_attn_by_inverse_layer_idx", true);
        refuse(json, "tie_word_embeddings", false);
        int width = json.integer("n_embd");
        int inner = json.field("n_inner").isPresent() ? json.integer("n_inner") : 4 * width;
        try {
            return new Gpt2Config(json.integer("vocab_size"), json.integer("n_positions"), width, json.integer("n_layer"),
                    json.integer("n_head"), inner, json.number("layer_norm_epsilon"), json.integer("eos_token_id"));
        } catch (IllegalArgumentException e) {
            throw new BadCheckpointException(json.file(), e.getMessage(), "Copy or download the file again.", e);
        }
    }

    @Override
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        JsonArray architectures = new JsonArray();
        architectures.add("GPT2LMHeadModel");
        json.add("architectures", architectures);
        json.addProperty("model_type", "gpt2");
        json.addProperty("activation_function", "gelu_new");
        json.addProperty("vocab_size", vocabulary);
        json.addProperty("n_positions", positions);
        json.addProperty("n_embd", width);
        json.addProperty("n_layer", layers);
        json.addProperty("n_head", heads);
        json.addProperty("n_inner", innerWidth);
        json.addProperty("layer_norm_epsilon", epsilon);
        json.addProperty("bos_token_id", eosTokenId);
        json.addProperty("eos_token_id", eosTokenId);
        json.addProperty("tie_word_embeddings", true);
        return json;
    }

    /** {@inheritDoc} Weights of layers are stored [in,out]. */
    @Override
    public Map<String, Shape> shapes() {
        Shape vector = new Shape(width);
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put("transformer.wte.weight", new Shape(vocabulary, width));
        shapes.put("transformer.wpe.weight", new Shape(positions, width));
        for (int layer = 0; layer < layers; layer++) {
            String block = "transformer.h." + layer + ".";
            shapes.put(block + "ln_1.weight", vector);
            shapes.put(block + "ln_1.bias", vector);
            shapes.put(block + "attn.c_attn.weight", new Shape(width, 3L * width));
            shapes.put(block + "attn.c_attn.bias", new Shape(3L * width));
            shapes.put(block + "attn.c_proj.weight", new Shape(width, width));
            shapes.put(block + "attn.c_proj.bias", vector);
            shapes.put(block + "ln_2.weight", vector);
            shapes.put(block + "ln_2.bias", vector);
            shapes.put(block + "mlp.c_fc.weight", new Shape(width, innerWidth));
            shapes.put(block + "mlp.c_fc.bias", new Shape(innerWidth));
            shapes.put(block + "mlp.c_proj.weight", new Shape(innerWidth, width));
            shapes.put(block + "mlp.c_proj.bias", vector);
        }
        shapes.put("transformer.ln_f.weight", vector);
        shapes.put("transformer.ln_f.bias", vector);
        return shapes;
    }

    /** {@inheritDoc} Published files lack the prefix, and hold the causal mask of each block, which is no parameter. */
    @Override
    public Optional<String> parameterOf(String inFile) {
        String name = inFile.startsWith(PREFIX) || inFile.startsWith("lm_head") ? inFile : PREFIX + inFile;
        // The head is the table of embeddings: some files hold it twice.
        boolean ignored = name.matches("transformer\\.h\\.\\d+\\.attn\\.(masked_)?bias") || name.equals("lm_head.weight");
        return ignored ? Optional.empty() : Optional.of(name);
    }

    @Override
    public Gpt2 model(Parameters parameters) {
        return new Gpt2(this, parameters);
    }

    private static void refuse(JsonFile json, String field, boolean value) {
        json.field(field).filter(found -> found.isJsonPrimitive() && found.getAsBoolean() == value).ifPresent(found -> {
            throw new BadCheckpointException(json.file(), "\"" + field + "\" is " + value + ", which this GPT-2 cannot do.",
                    "Use another checkpoint.");
        });
    }
}
