package org.marksheet.lab.model.llama;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import org.marksheet.lab.checkpoint.Checkpoint;
import org.marksheet.lab.model.CausalModel;
import org.marksheet.lab.model.ForwardPass;
import org.marksheet.lab.model.KeyValueCache;
import org.marksheet.lab.model.transformer.Decoder;
import org.marksheet.lab.model.transformer.NormalInitializer;
import org.marksheet.lab.tensor.Parameters;

/**
 * A model of the Llama family: Llama or Phi-3. To see how it computes, read {@link LlamaTrunk}.
 *
 * @see <a href="https://arxiv.org/abs/2302.13971">Touvron et al. 2023</a>, <a href="https://arxiv.org/abs/2404.14219">Abdin et al.
 *     2024 (Phi-3)</a>
 */
public final class Llama implements CausalModel {
    private final LlamaConfig config;
    private final Parameters parameters;
    private final Decoder decoder;

    /**
     * Makes a model of parameters.
     *
     * @param config its size and kind
     * @param parameters at least those of {@link LlamaConfig#shapes()}; the model closes them
     */
    public Llama(LlamaConfig config, Parameters parameters) {
        this(config, parameters, config.rotary().frequencies(config.heads().width()));
    }

    /** For answers that were computed with frequencies less exact than those of the configuration. */
    Llama(LlamaConfig config, Parameters parameters, float[] frequencies) {
        this.config = config;
        this.parameters = parameters;
        NDArray head = parameters.get(config.tiedHead() ? "model.embed_tokens.weight" : "lm_head.weight");
        this.decoder = new Decoder(new ScriptedLlamaTrunk(config, parameters, frequencies), head, config.positions());
    }

    /**
     * Reads a model.
     *
     * @param folder a checkpoint in Hugging Face layout
     * @return the model; the caller closes it
     * @throws org.marksheet.lab.checkpoint.BadCheckpointException if a file is missing, broken, or of another model
     */
    public static Llama load(Path folder) {
        Checkpoint checkpoint = Checkpoint.open(folder);
        LlamaConfig config = LlamaConfig.read(checkpoint.config());
        return new Llama(config, checkpoint.parameters(config.shapes(), config::parameterOf));
    }

    /**
     * Makes an untrained model: normal weights with standard deviation 0.02.
     *
     * @param config its size and kind
     * @param seed the same seed gives the same weights
     * @return the model; the caller closes it
     */
    public static Llama random(LlamaConfig config, long seed) {
        return new Llama(config,
                new NormalInitializer(seed).parameters(config.shapes(), name -> NormalInitializer.DEVIATION));
    }

    @Override
    public LlamaConfig config() {
        return config;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public Llama copy() {
        return new Llama(config, parameters.copy());
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
