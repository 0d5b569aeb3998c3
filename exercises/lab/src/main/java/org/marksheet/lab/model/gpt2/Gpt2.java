package org.marksheet.lab.model.gpt2;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import org.marksheet.lab.checkpoint.Checkpoint;
import org.marksheet.lab.model.CausalModel;
import org.marksheet.lab.model.ForwardPass;
import org.marksheet.lab.model.KeyValueCache;
import org.marksheet.lab.model.transformer.Decoder;
import org.marksheet.lab.model.transformer.NormalInitializer;
import org.marksheet.lab.model.transformer.Trunk;
import org.marksheet.lab.tensor.Parameters;

/**
 * GPT-2: a causal language model whose head is its table of token embeddings. To see how it computes, read {@link Gpt2Trunk}.
 *
 * @see <a href="https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf">Radford
 *     et al. 2019</a>, <a href="https://github.com/karpathy/minGPT">minGPT</a>
 */
public final class Gpt2 implements CausalModel {
    private final Gpt2Config config;
    private final Parameters parameters;
    private final Decoder decoder;

    /**
     * Makes a model of parameters.
     *
     * @param config its size
     * @param parameters at least those of {@link Gpt2Config#shapes()}; the model closes them
     */
    public Gpt2(Gpt2Config config, Parameters parameters) {
        this(config, parameters, new ScriptedGpt2Trunk(config, parameters));
    }

    private Gpt2(Gpt2Config config, Parameters parameters, Trunk trunk) {
        this.config = config;
        this.parameters = parameters;
        this.decoder = new Decoder(trunk, parameters.get("transformer.wte.weight"), config.positions());
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
        return new Gpt2(config, checkpoint.parameters(config.shapes(), config::parameterOf));
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

    @Override
    public Gpt2Config config() {
        return config;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public Gpt2 copy() {
        return new Gpt2(config, parameters.copy());
    }

    @Override
    public Output forward(NDArray ids, NDArray attentionMask, NDArray positions, KeyValueCache cache) {
        return decoder.forward(ids, attentionMask, positions, cache);
    }

    @Override
    public Advance advance(NDArray ids, NDArray attentionMask, NDArray positions, KeyValueCache spent) {
        return decoder.advance(ids, attentionMask, positions, spent);
    }

    @Override
    public NDArray hiddenStates(NDArray ids, NDArray attentionMask, long from) {
        return decoder.hiddenStates(ids, attentionMask, from);
    }

    @Override
    public ForwardPass forwardPass(NDArray ids, NDArray attentionMask, long from) {
        return decoder.forwardPass(ids, attentionMask, from);
    }

    @Override
    public NDArray logits(NDArray hiddenStates) {
        return decoder.logits(hiddenStates);
    }
}
