package org.marksheet.lab.model.distilbert;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.marksheet.lab.checkpoint.Checkpoint;
import org.marksheet.lab.checkpoint.StoredType;
import org.marksheet.lab.model.TextClassifier;
import org.marksheet.lab.model.transformer.Attention;
import org.marksheet.lab.model.transformer.AttentionBias;
import org.marksheet.lab.model.transformer.Constants;
import org.marksheet.lab.model.transformer.NormalInitializer;
import org.marksheet.lab.tensor.Layers;
import org.marksheet.lab.tensor.Parameters;
import org.marksheet.lab.tensor.Temporaries;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.lab.text.TokenBatch;
import org.marksheet.lab.text.Tokenizer;

/**
 * DistilBERT with a classification head: reads a text in both directions and tells its class from the first token.
 *
 * <p>It computes in float32 and without dropout. What a method returns belongs to the manager of {@code ids} and to the scope
 * around the call; everything between is closed. Closing the model closes its parameters and its tokenizer.
 *
 * @see <a href="https://arxiv.org/abs/1910.01108">Sanh et al. 2019</a>
 */
public final class DistilBert implements TextClassifier, AutoCloseable {
    /** Fixed in BERT's definition; {@code config.json} does not say it. */
    private static final double EPSILON = 1e-12;

    private final DistilBertConfig config;
    private final Parameters parameters;
    private final Tokenizer tokenizer;
    private final List<DistilBertBlock> blocks;

    /**
     * Makes a model of parameters.
     *
     * @param config its size
     * @param parameters those of {@link DistilBertConfig#shapes()}; the model closes them
     * @param tokenizer makes this model's tokens; the model closes it
     */
    public DistilBert(DistilBertConfig config, Parameters parameters, Tokenizer tokenizer) {
        this.config = config;
        this.parameters = parameters;
        this.tokenizer = tokenizer;
        Attention attention = new Attention(config.heads(), config.width(), new Constants(parameters));
        this.blocks = IntStream.range(0, config.layers())
                .mapToObj(layer -> new DistilBertBlock(parameters, layer, attention, EPSILON))
                .toList();
    }

    /**
     * Reads a model with its tokenizer.
     *
     * @param folder a checkpoint in Hugging Face layout
     * @return the model; the caller closes it
     * @throws org.marksheet.lab.checkpoint.BadCheckpointException if a file is missing, broken, or of another model
     */
    public static DistilBert load(Path folder) {
        Checkpoint checkpoint = Checkpoint.open(folder);
        DistilBertConfig config = DistilBertConfig.read(checkpoint.config());
        Parameters parameters = checkpoint.parameters(config.shapes(), Optional::of);
        return new DistilBert(config, parameters, Tokenizer.load(folder));
    }

    /**
     * Makes an untrained model: normal weights with standard deviation 0.02.
     *
     * @param config its size
     * @param seed the same seed gives the same weights
     * @param tokenizer makes this model's tokens; the model closes it
     * @return the model; the caller closes it
     */
    public static DistilBert random(DistilBertConfig config, long seed, Tokenizer tokenizer) {
        Parameters parameters =
                new NormalInitializer(seed).parameters(config.shapes(), name -> NormalInitializer.DEVIATION);
        return new DistilBert(config, parameters, tokenizer);
    }

    /** Returns the model's size. */
    public DistilBertConfig config() {
        return config;
    }

    /** Returns what training changes, by the names of a checkpoint. */
    public Parameters parameters() {
        return parameters;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Texts that are too long for the model lose their end but keep the special token there, as in transformers. The result
     * belongs to {@link Torch#scopeManager()}: call this inside a scope.
     */
    @Override
    public Tokens encode(List<String> texts) {
        NDManager manager = Torch.scopeManager();
        List<long[]> cut = tokenizer.encode(texts).stream().map(this::cut).toList();
        TokenBatch batch = TokenBatch.paddedRight(cut, tokenizer.padId(), manager);
        batch.positions().close();
        return new Tokens(batch.ids(), batch.attentionMask());
    }

    /**
     * {@inheritDoc} Gradients flow to the parameters.
     *
     * @throws IllegalArgumentException if the shapes differ, or there are more tokens than the model has positions
     */
    @Override
    public NDArray logits(NDArray ids, NDArray attentionMask) {
        if (!attentionMask.getShape().equals(ids.getShape())) {
            throw new IllegalArgumentException("attentionMask is " + attentionMask.getShape() + " but ids is "
                    + ids.getShape() + "; both must be [B,T].");
        }
        if (ids.getShape().get(1) > config.positions()) {
            throw new IllegalArgumentException("There are " + ids.getShape().get(1) + " tokens, but the model has "
                    + config.positions() + " positions. Give shorter texts, or ask for fewer new tokens.");
        }
        return Temporaries.closedBut(() -> {
            NDArray bias = AttentionBias.padding(attentionMask); // [B,1,1,T]
            NDArray x = embed(ids);
            for (DistilBertBlock block : blocks.subList(0, blocks.size() - 1)) {
                x = block.forward(x, bias);
            }
            NDArray first = blocks.get(blocks.size() - 1).first(x, bias).squeeze(1); // [B,d]
            NDArray inner = Layers.relu(linear(first, "pre_classifier"));
            return linear(inner, "classifier"); // [B,C]
        });
    }

    /**
     * Writes a checkpoint with its tokenizer, which this program and transformers read.
     *
     * @param folder is made if it is missing
     * @param stored {@link StoredType#F32} or {@link StoredType#F16}
     */
    public void save(Path folder, StoredType stored) {
        Map<String, NDArray> weights = new LinkedHashMap<>();
        config.shapes().keySet().forEach(name -> weights.put(name, parameters.get(name)));
        Checkpoint.write(folder, config.toJson(), weights, stored);
        try {
            tokenizer.copyTo(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": the tokenizer cannot be copied: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        parameters.close();
        tokenizer.close();
    }

    /** Hidden states before the first block: [B,T,d]. */
    private NDArray embed(NDArray ids) {
        String names = "distilbert.embeddings.";
        NDArray positions = ids.getManager().arange(0, (int) ids.getShape().get(1), 1, DataType.INT64); // [T]
        NDArray x = Layers.embedding(ids, parameters.get(names + "word_embeddings.weight"))
                .add(Layers.embedding(positions, parameters.get(names + "position_embeddings.weight")));
        return Layers.layerNorm(x, parameters.get(names + "LayerNorm.weight"), parameters.get(names + "LayerNorm.bias"),
                EPSILON);
    }

    private NDArray linear(NDArray x, String layer) {
        return Layers.linear(x, parameters.get(layer + ".weight"), parameters.get(layer + ".bias"));
    }

    private long[] cut(long[] text) {
        if (text.length <= config.positions()) {
            return text;
        }
        long[] shorter = Arrays.copyOf(text, config.positions());
        shorter[shorter.length - 1] = text[text.length - 1];
        return shorter;
    }
}
