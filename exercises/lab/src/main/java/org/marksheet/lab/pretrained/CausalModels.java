package org.marksheet.lab.pretrained;

import com.google.gson.JsonElement;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.marksheet.lab.checkpoint.BadCheckpointException;
import org.marksheet.lab.checkpoint.Checkpoint;
import org.marksheet.lab.checkpoint.JsonFile;
import org.marksheet.lab.model.CausalConfig;
import org.marksheet.lab.model.CausalModel;
import org.marksheet.lab.model.gpt2.Gpt2Config;
import org.marksheet.lab.model.llama.LlamaConfig;

/** All causal language models that this library knows, by the {@code model_type} in their {@code config.json}. */
public final class CausalModels {
    /** A new architecture is a package below {@code model} and a line here. */
    private static final Map<String, Function<JsonFile, CausalConfig>> ARCHITECTURES = Map.of(
            "gpt2", Gpt2Config::read,
            "llama", LlamaConfig::read,
            "phi3", LlamaConfig::read);

    private CausalModels() {}

    /**
     * Reads the model in a folder, as float32: to be trained, or to be compared.
     *
     * @param folder a checkpoint in Hugging Face layout
     * @return the model, on {@link org.marksheet.lab.tensor.Torch#device()}; the caller closes it
     * @throws BadCheckpointException if a file is missing or broken, the architecture is not known here, or the configuration asks
     *     for something that it cannot do here
     */
    public static CausalModel load(Path folder) {
        return load(folder, Precision.FLOAT32);
    }

    /**
     * Reads the model in a folder, only to be used: no gradient is worth anything below float32.
     *
     * @param folder a checkpoint in Hugging Face layout
     * @param precision of its weights and of what it computes between them; logits are float32 in any case
     * @return the model, on {@link org.marksheet.lab.tensor.Torch#device()}; the caller closes it
     * @throws BadCheckpointException as {@link #load(Path)}
     */
    public static CausalModel load(Path folder, Precision precision) {
        Checkpoint checkpoint = Checkpoint.open(folder);
        CausalConfig config = config(checkpoint.config());
        return config.model(checkpoint.parameters(config.shapes(), config::parameterOf, precision.type()));
    }

    /**
     * Reads what a file says of a model.
     *
     * @param json {@code config.json}
     * @throws BadCheckpointException if the architecture is not known here, or a field is missing or cannot be followed
     */
    public static CausalConfig config(JsonFile json) {
        Optional<String> type = json.field("model_type").filter(JsonElement::isJsonPrimitive).map(JsonElement::getAsString);
        Function<JsonFile, CausalConfig> reader = type.map(ARCHITECTURES::get).orElseThrow(() -> new BadCheckpointException(
                json.file(), type.map(name -> "\"model_type\" is \"" + name + "\", which is not known here.")
                        .orElse("has no \"model_type\"."),
                "Known language models: " + String.join(", ", new TreeMap<>(ARCHITECTURES).keySet()) + "."));
        return reader.apply(json);
    }
}
