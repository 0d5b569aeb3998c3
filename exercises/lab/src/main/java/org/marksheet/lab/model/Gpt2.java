package org.marksheet.lab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.marksheet.lab.checkpoint.Checkpoint;
import org.marksheet.lab.checkpoint.StoredType;
import org.marksheet.lab.tensor.Layers;
import org.marksheet.lab.tensor.Parameters;
import org.marksheet.lab.tensor.Temporaries;

/**
 * GPT-2: a causal language model whose head is its table of token embeddings. It computes in float32 and without dropout. To see
 * how, read {@link Gpt2Trunk}.
 *
 * <p>Texts of different lengths are padded on the left; padding is seen by no real token. What a method returns belongs to the
 * manager of {@code ids} (or of the hidden states) and to the scope around the call; everything between is closed. Closing the
 * model closes its parameters.
 *
 * @see <a href="https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf">Radford
 *     et al. 2019</a>, <a href="https://github.com/karpathy/minGPT">minGPT</a>
 */
public final class Gpt2 implements LanguageModel, AutoCloseable {
    private static final String PREFIX = "transformer.";

    private final Gpt2Config config;
    private final Parameters parameters;
    private final Trunk trunk;

    /**
     * Makes a model of parameters.
     *
     * @param config its size
     * @param parameters at least those of {@link Gpt2Config#shapes()}; the model closes them
     */
    public Gpt2(Gpt2Config config, Parameters parameters) {
        this(config, parameters, new ScriptedGpt2Trunk(config, parameters));
    }

    /**
     * Makes a model that computes step by step, as {@link Gpt2Trunk} reads: slower than the other, but nothing is compiled
     * beforehand, which pays for a few runs of a tiny model.
     *
     * @param config its size
     * @param parameters at least those of {@link Gpt2Config#shapes()}; the model closes them
     */
    public static Gpt2 stepByStep(Gpt2Config config, Parameters parameters) {
        return new Gpt2(config, parameters, new Gpt2Trunk(config, parameters));
    }

    Gpt2(Gpt2Config config, Parameters parameters, Trunk trunk) {
        this.config = config;
        this.parameters = parameters;
        this.trunk = trunk;
    }

    /**
     * Reads a model.
     *
     * @param folder a checkpoint in Hugging Face layout, with or without the prefix {@code transformer.} in its names
     * @return the model; the caller closes it
     * @throws org.marksheet.lab.checkpoint.BadCheckpointException if a file is missing, broken, or of another model
     */
    public static Gpt2 load(Path folder) {
        Checkpoint checkpoint = Checkpoint.open(folder);
        Gpt2Config config = Gpt2Config.read(checkpoint.config());
        return new Gpt2(config, checkpoint.parameters(config.shapes(), Gpt2::parameterOf));
    }

    /**
     * Makes an untrained model.
     *
     * <p>Normal weights with standard deviation 0.02; those that add to the residual stream are divided by the square root of how
     * many add to it.
     *
     * @param config its size
     * @param seed the same seed gives the same weights
     * @return the model; the caller closes it
     */
    public static Gpt2 random(Gpt2Config config, long seed) {
        double residual = NormalInitializer.DEVIATION / Math.sqrt(2.0 * config.layers());
        return new Gpt2(config, new NormalInitializer(seed).parameters(config.shapes(),
                name -> name.endsWith("c_proj.weight") ? residual : NormalInitializer.DEVIATION));
    }

    /** Returns the model's size. */
    public Gpt2Config config() {
        return config;
    }

    /** Returns what training changes, by the names of a checkpoint. */
    public Parameters parameters() {
        return parameters;
    }

    /** Returns a model with a copy of these weights that wants no gradient, for example as the reference of a policy. */
    public Gpt2 copy() {
        return new Gpt2(config, parameters.copy());
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the shapes do not fit each other, or there are more tokens than the model has positions
     */
    @Override
    public Output forward(NDArray ids, NDArray attentionMask, NDArray positions, KeyValueCache cache) {
        long cached = cache.isEmpty() ? 0 : cache.arrays().get(0).getShape().get(2);
        check(ids, attentionMask, cached);
        if (!positions.getShape().equals(ids.getShape())) {
            throw new IllegalArgumentException(
                    "positions is " + positions.getShape() + " but ids is " + ids.getShape() + "; both must be [B,t].");
        }
        NDList result = Temporaries.listClosedBut(() -> {
            NDList hiddenAndCache = trunk.forward(ids, attentionMask, positions, cache.arrays());
            hiddenAndCache.set(0, head(hiddenAndCache.get(0)));
            return hiddenAndCache;
        });
        return new Output(result.get(0), new KeyValueCache(result.subList(1, result.size())));
    }

    /**
     * Runs the model over whole sequences; gradients flow from the result to the parameters.
     *
     * @param ids [B,T] int64
     * @param attentionMask [B,T] int64, 1 on real tokens and 0 on padding
     * @return the last hidden states [B,T,d]; without meaning on padding
     * @throws IllegalArgumentException if the shapes differ, or there are more tokens than the model has positions
     */
    public NDArray hiddenStates(NDArray ids, NDArray attentionMask) {
        check(ids, attentionMask, 0);
        return Temporaries.closedBut(() -> {
            NDArray positions = attentionMask.cumSum(1).sub(1).maximum(0); // [B,T], from 0 on the first real token
            return trunk.forward(ids, attentionMask, positions.toType(DataType.INT64, false), List.of()).get(0);
        });
    }

    /**
     * Returns the logits of the token after each hidden state; gradients flow through.
     *
     * @param hiddenStates [..,d], all or some of {@link #hiddenStates(NDArray, NDArray)}
     * @return [..,V]
     */
    public NDArray logits(NDArray hiddenStates) {
        return Temporaries.closedBut(() -> head(hiddenStates));
    }

    /**
     * Returns the logits of whole sequences; gradients flow to the parameters.
     *
     * @param ids [B,T] int64
     * @param attentionMask [B,T] int64, 1 on real tokens and 0 on padding
     * @return [B,T,V]: at each token, the logits of the one after it
     */
    public NDArray logits(NDArray ids, NDArray attentionMask) {
        return Temporaries.closedBut(() -> head(hiddenStates(ids, attentionMask)));
    }

    /**
     * Writes a checkpoint that this program and transformers read; the tokenizer's files are not part of it.
     *
     * @param folder is made if it is missing
     * @param stored {@link StoredType#F32} or {@link StoredType#F16}
     */
    public void save(Path folder, StoredType stored) {
        Map<String, NDArray> weights = new LinkedHashMap<>();
        config.shapes().keySet().forEach(name -> weights.put(name, parameters.get(name)));
        Checkpoint.write(folder, config.toJson(), weights, stored);
    }

    @Override
    public void close() {
        parameters.close();
    }

    private void check(NDArray ids, NDArray attentionMask, long cached) {
        long rows = ids.getShape().get(0);
        long all = cached + ids.getShape().get(1);
        if (!attentionMask.getShape().equals(new Shape(rows, all))) {
            throw new IllegalArgumentException("attentionMask is " + attentionMask.getShape() + " but must be "
                    + new Shape(rows, all) + ": " + cached + " cached tokens and those of ids " + ids.getShape() + ".");
        }
        if (all > config.positions()) {
            throw new IllegalArgumentException(
                    "There are " + all + " tokens, but the model has " + config.positions() + " positions.");
        }
    }

    private NDArray head(NDArray hiddenStates) {
        return Layers.linear(hiddenStates, parameters.get("transformer.wte.weight"), null);
    }

    /** Published files lack the prefix, and hold the causal mask of each block, which is no parameter. */
    static Optional<String> parameterOf(String inFile) {
        String name = inFile.startsWith(PREFIX) || inFile.startsWith("lm_head") ? inFile : PREFIX + inFile;
        // The head is the table of embeddings: some files hold it twice.
        boolean ignored = name.matches("transformer\\.h\\.\\d+\\.attn\\.(masked_)?bias") || name.equals("lm_head.weight");
        return ignored ? Optional.empty() : Optional.of(name);
    }
}
