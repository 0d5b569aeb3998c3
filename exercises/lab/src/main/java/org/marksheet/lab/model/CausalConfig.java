package org.marksheet.lab.model;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Optional;
import org.marksheet.lab.tensor.Parameters;

/** What {@code config.json} says of a causal language model: all that is needed to read its weights and to run it. */
public interface CausalConfig {
    /** Returns V, how many tokens the model knows; a tokenizer may know fewer. */
    int vocabulary();

    /** Returns the longest sequence, in tokens. */
    int positions();

    /** Returns d, the length of a hidden state. */
    int width();

    /** Returns the shape of each parameter by its name in a checkpoint. */
    Map<String, Shape> shapes();

    /**
     * Tells which parameter a tensor of a checkpoint is.
     *
     * @param inFile a name in a published file
     * @return a name of {@link #shapes()}, or one that is none (and so left over); nothing for what published files hold beside
     *     the parameters
     */
    Optional<String> parameterOf(String inFile);

    /** Returns the content of {@code config.json}, for this program and for transformers. */
    JsonObject toJson();

    /**
     * Makes a model of parameters.
     *
     * @param parameters at least those of {@link #shapes()}; the model closes them
     */
    CausalModel model(Parameters parameters);
}
