package org.marksheet.lab.model.distilbert;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.marksheet.lab.checkpoint.BadCheckpointException;
import org.marksheet.lab.checkpoint.JsonFile;

/**
 * The size of a DistilBERT that classifies.
 *
 * @param vocabulary V, how many tokens there are
 * @param positions the longest text, in tokens
 * @param width d, the length of a hidden state; a multiple of {@code heads}
 * @param layers how many blocks
 * @param heads how many attention heads a block has
 * @param innerWidth the width between the two layers of a block's perceptron
 * @param classes C, how many classes the head tells apart
 */
public record DistilBertConfig(
        int vocabulary, int positions, int width, int layers, int heads, int innerWidth, int classes) {
    private static final List<String> SENTIMENTS = List.of("NEGATIVE", "POSITIVE");

    /** Checks the numbers. */
    public DistilBertConfig {
        if (vocabulary < 1 || positions < 1 || width < 1 || layers < 1 || heads < 1 || innerWidth < 1 || classes < 1) {
            throw new IllegalArgumentException("Every size of a DistilBERT is at least 1.");
        }
        if (width % heads != 0) {
            throw new IllegalArgumentException("width " + width + " is no multiple of heads " + heads + ".");
        }
    }

    /**
     * Reads {@code config.json}.
     *
     * @param json of a DistilBERT with a classification head
     * @throws BadCheckpointException if a field is missing, or says something that this DistilBERT cannot do
     */
    public static DistilBertConfig read(JsonFile json) {
        json.require("model_type", "distilbert");
        json.require("activation", "gelu");
        try {
            return new DistilBertConfig(json.integer("vocab_size"), json.integer("max_position_embeddings"),
                    json.integer("dim"), json.integer("n_layers"), json.integer("n_heads"), json.integer("hidden_dim"),
                    classes(json));
        } catch (IllegalArgumentException e) {
            throw new BadCheckpointException(json.file(), e.getMessage(), "Copy or download the file again.", e);
        }
    }

    /** Returns the content of {@code config.json}, for this program and for transformers. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        JsonArray architectures = new JsonArray();
        architectures.add("DistilBertForSequenceClassification");
        json.add("architectures", architectures);
        json.addProperty("model_type", "distilbert");
        json.addProperty("activation", "gelu");
        json.addProperty("vocab_size", vocabulary);
        json.addProperty("max_position_embeddings", positions);
        json.addProperty("dim", width);
        json.addProperty("n_layers", layers);
        json.addProperty("n_heads", heads);
        json.addProperty("hidden_dim", innerWidth);
        JsonObject labels = new JsonObject();
        JsonObject ids = new JsonObject();
        for (int label = 0; label < classes; label++) {
            String name = classes == 2 ? SENTIMENTS.get(label) : "LABEL_" + label;
            labels.addProperty(String.valueOf(label), name);
            ids.addProperty(name, label);
        }
        json.add("id2label", labels);
        json.add("label2id", ids);
        return json;
    }

    /** Returns the shape of each parameter by its name in a checkpoint. Weights of layers are stored [out,in]. */
    public Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put("distilbert.embeddings.word_embeddings.weight", new Shape(vocabulary, width));
        shapes.put("distilbert.embeddings.position_embeddings.weight", new Shape(positions, width));
        norm(shapes, "distilbert.embeddings.LayerNorm");
        for (int layer = 0; layer < layers; layer++) {
            String block = "distilbert.transformer.layer." + layer + ".";
            linear(shapes, block + "attention.q_lin", width, width);
            linear(shapes, block + "attention.k_lin", width, width);
            linear(shapes, block + "attention.v_lin", width, width);
            linear(shapes, block + "attention.out_lin", width, width);
            norm(shapes, block + "sa_layer_norm");
            linear(shapes, block + "ffn.lin1", innerWidth, width);
            linear(shapes, block + "ffn.lin2", width, innerWidth);
            norm(shapes, block + "output_layer_norm");
        }
        linear(shapes, "pre_classifier", width, width);
        linear(shapes, "classifier", classes, width);
        return shapes;
    }

    private void norm(Map<String, Shape> shapes, String name) {
        shapes.put(name + ".weight", new Shape(width));
        shapes.put(name + ".bias", new Shape(width));
    }

    private static void linear(Map<String, Shape> shapes, String name, int out, int in) {
        shapes.put(name + ".weight", new Shape(out, in));
        shapes.put(name + ".bias", new Shape(out));
    }

    /** Files say it by the names of the classes, or by their number; two is the library's default. */
    private static int classes(JsonFile json) {
        if (json.field("num_labels").isPresent()) {
            return json.integer("num_labels");
        }
        return json.field("id2label").filter(labels -> labels.isJsonObject())
                .map(labels -> labels.getAsJsonObject().size()).orElse(2);
    }
}
