package org.marksheet.lab.model.llama;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.marksheet.lab.checkpoint.BadCheckpointException;
import org.marksheet.lab.checkpoint.JsonFile;
import org.marksheet.lab.model.CausalConfig;
import org.marksheet.lab.tensor.Parameters;

/**
 * The size and kind of a model of the Llama family.
 *
 * @param kind how its weights are stored
 * @param size how large it is
 * @param heads of a block's attention
 * @param rotary how fast its positions turn
 * @param window how many tokens a token sees, itself among them; nothing where it sees all
 * @param epsilon added to the mean square in normalisation
 * @param tiedHead whether the head is the table of token embeddings
 * @param tokens the tokens that begin, end and fill texts
 */
public record LlamaConfig(
        Kind kind, Size size, Heads heads, Rotary rotary, OptionalInt window, double epsilon, boolean tiedHead,
        SpecialTokens tokens)
        implements CausalConfig {
    /** Checks the window. */
    public LlamaConfig {
        if (window.isPresent() && window.getAsInt() < 1) {
            throw new IllegalArgumentException("window " + window.getAsInt() + " is not above 0.");
        }
    }

    /**
     * How large a model is.
     *
     * @param vocabulary V, how many tokens there are
     * @param positions the longest sequence, in tokens
     * @param width d, the length of a hidden state
     * @param innerWidth f, the width between the layers of a block's perceptron
     * @param layers how many blocks
     */
    public record Size(int vocabulary, int positions, int width, int innerWidth, int layers) {
        /** Checks the numbers. */
        public Size {
            if (vocabulary < 1 || positions < 1 || width < 1 || innerWidth < 1 || layers < 1) {
                throw new IllegalArgumentException("Every size of a model is at least 1.");
            }
        }
    }

    /**
     * The heads of grouped-query attention: several queries share one pair of keys and values.
     *
     * @param queries H, how many heads ask; a multiple of {@code keyValues}
     * @param keyValues K, how many heads answer
     * @param width h, the length of a head's vectors; even
     * @see <a href="https://arxiv.org/abs/2305.13245">Ainslie et al. 2023</a>
     */
    public record Heads(int queries, int keyValues, int width) {
        /** Checks the numbers. */
        public Heads {
            if (queries < 1 || keyValues < 1 || width < 1) {
                throw new IllegalArgumentException("There is at least 1 head, of width 1.");
            }
            if (queries % keyValues != 0) {
                throw new IllegalArgumentException(
                        queries + " query heads are no multiple of " + keyValues + " key-value heads.");
            }
            if (width % 2 != 0) {
                throw new IllegalArgumentException("Heads of width " + width + " cannot be turned: it must be even.");
            }
        }
    }

    /**
     * Reads {@code config.json}.
     *
     * @param json of a Llama or a Phi-3, in the spelling of older or newer versions of transformers
     * @throws BadCheckpointException if a field is missing, or says something that cannot be computed here
     */
    public static LlamaConfig read(JsonFile json) {
        return new LlamaConfigReader(json).read();
    }

    @Override
    public int vocabulary() {
        return size.vocabulary();
    }

    @Override
    public int positions() {
        return size.positions();
    }

    @Override
    public int width() {
        return size.width();
    }

    @Override
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        kind.describe(json);
        json.addProperty("hidden_act", "silu");
        json.addProperty("vocab_size", size.vocabulary());
        json.addProperty("max_position_embeddings", size.positions());
        if (kind == Kind.PHI3) {
            json.addProperty("original_max_position_embeddings", size.positions());
        }
        json.addProperty("hidden_size", size.width());
        json.addProperty("intermediate_size", size.innerWidth());
        json.addProperty("num_hidden_layers", size.layers());
        json.addProperty("num_attention_heads", heads.queries());
        json.addProperty("num_key_value_heads", heads.keyValues());
        json.addProperty("head_dim", heads.width());
        json.addProperty("rms_norm_eps", epsilon);
        rotary.describe(json);
        window.ifPresent(tokens -> json.addProperty("sliding_window", tokens));
        json.addProperty("tie_word_embeddings", tiedHead);
        tokens.describe(json);
        return json;
    }

    /** {@inheritDoc} Weights of layers are stored [out,in]. */
    @Override
    public Map<String, Shape> shapes() {
        return kind.shapes(this);
    }

    /** {@inheritDoc} Older files hold the frequencies of the positions; some with a tied head hold it twice. */
    @Override
    public Optional<String> parameterOf(String inFile) {
        boolean ignored = inFile.endsWith("rotary_emb.inv_freq") || tiedHead && inFile.equals("lm_head.weight");
        return ignored ? Optional.empty() : Optional.of(inFile);
    }

    @Override
    public Llama model(Parameters parameters) {
        return new Llama(this, parameters);
    }
}
