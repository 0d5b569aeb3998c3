package org.marksheet.lab.model.llama;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** The models of the family: they compute the same and store it differently. */
public enum Kind {
    /** A matrix for each of queries, keys, values, gate and what is gated. */
    LLAMA("llama", "LlamaForCausalLM"),
    /** Queries, keys and values in one matrix; gate and what is gated in another. */
    PHI3("phi3", "Phi3ForCausalLM");

    private final String modelType;
    private final String architecture;

    Kind(String modelType, String architecture) {
        this.modelType = modelType;
        this.architecture = architecture;
    }

    /** Returns the kind's name in {@code config.json}. */
    public String modelType() {
        return modelType;
    }

    /** Writes the kind's names into {@code config.json}. */
    void describe(JsonObject json) {
        JsonArray architectures = new JsonArray();
        architectures.add(architecture);
        json.add("architectures", architectures);
        json.addProperty("model_type", modelType);
    }

    /** Returns the shape of each parameter by its name, [out,in]: the embeddings, the blocks in turn, the last norm, the head. */
    Map<String, Shape> shapes(LlamaConfig config) {
        int width = config.width();
        int inner = config.size().innerWidth();
        int queries = config.heads().queries() * config.heads().width();
        int keys = config.heads().keyValues() * config.heads().width();
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put("model.embed_tokens.weight", new Shape(config.vocabulary(), width));
        for (int layer = 0; layer < config.size().layers(); layer++) {
            String block = block(layer);
            shapes.put(block + "input_layernorm.weight", new Shape(width));
            if (this == PHI3) {
                shapes.put(block + "self_attn.qkv_proj.weight", new Shape(queries + 2L * keys, width));
            } else {
                shapes.put(block + "self_attn.q_proj.weight", new Shape(queries, width));
                shapes.put(block + "self_attn.k_proj.weight", new Shape(keys, width));
                shapes.put(block + "self_attn.v_proj.weight", new Shape(keys, width));
            }
            shapes.put(block + "self_attn.o_proj.weight", new Shape(width, queries));
            shapes.put(block + "post_attention_layernorm.weight", new Shape(width));
            if (this == PHI3) {
                shapes.put(block + "mlp.gate_up_proj.weight", new Shape(2L * inner, width));
            } else {
                shapes.put(block + "mlp.gate_proj.weight", new Shape(inner, width));
                shapes.put(block + "mlp.up_proj.weight", new Shape(inner, width));
            }
            shapes.put(block + "mlp.down_proj.weight", new Shape(width, inner));
        }
        shapes.put("model.norm.weight", new Shape(width));
        if (!config.tiedHead()) {
            shapes.put("lm_head.weight", new Shape(config.vocabulary(), width));
        }
        return shapes;
    }

    /** Returns what the names of a block's parameters begin with. */
    static String block(int layer) {
        return "model.layers." + layer + ".";
    }
}
