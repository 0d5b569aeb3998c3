package org.marksheet.lab.model;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.marksheet.lab.checkpoint.Checkpoint;
import org.marksheet.lab.checkpoint.StoredType;
import org.marksheet.lab.tensor.Parameters;
import org.marksheet.lab.tensor.Temporaries;

/**
 * A language model whose parameters are at hand: to be trained, copied and saved.
 *
 * <p>It computes in float32, or in float16 if it was loaded so, and without dropout. Texts of different lengths are padded on the left; padding is seen by no real
 * token. What a method returns belongs to the manager of {@code ids} (or of the hidden states) and to the scope around the call;
 * everything between is closed. Closing the model closes its parameters.
 */
public interface CausalModel extends LanguageModel, AutoCloseable {
    /** Returns the model's size and kind. */
    CausalConfig config();

    /** Returns what training changes, by the names of a checkpoint. */
    Parameters parameters();

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the shapes do not fit each other, or there are more tokens than the model has positions
     */
    @Override
    Output forward(NDArray ids, NDArray attentionMask, NDArray positions, KeyValueCache cache);

    /**
     * Does the same as {@link #forward} for whoever needs the cache no more, and is quicker: the cache is closed, and the new one is
     * written over it where there is room. No gradient flows.
     *
     * @param ids [B,t] int64: the tokens that the cache does not hold yet
     * @param attentionMask [B,s] int64, for the tokens in the cache and the new ones
     * @param positions [B,t] int64
     * @param spent what the call before handed back; neither it nor what it was cut from can be used afterwards
     * @throws IllegalArgumentException as in {@link #forward}; the cache is then as it was
     */
    Advance advance(NDArray ids, NDArray attentionMask, NDArray positions, KeyValueCache spent);

    /**
     * What {@link CausalModel#advance} gives.
     *
     * @param hiddenStates [B,t,d] of the new tokens
     * @param cache that holds all {@code s} tokens, to be given to the next call
     */
    record Advance(NDArray hiddenStates, KeyValueCache cache) {}

    /**
     * Runs the model over whole sequences; gradients flow from the result to the parameters.
     *
     * @param ids [B,T] int64
     * @param attentionMask [B,T] int64, 1 on real tokens and 0 on padding
     * @return the last hidden states [B,T,d]; without meaning on padding
     * @throws IllegalArgumentException if the shapes differ, or there are more tokens than the model has positions
     */
    default NDArray hiddenStates(NDArray ids, NDArray attentionMask) {
        return hiddenStates(ids, attentionMask, 0);
    }

    /**
     * Runs the model over whole sequences of which only the end is wanted, which can be less work.
     *
     * @param ids [B,T] int64
     * @param attentionMask [B,T] int64, 1 on real tokens and 0 on padding
     * @param from the first place wanted, in 0..T-1
     * @return the last hidden states [B,T-from,d] from there on; without meaning on padding
     * @throws IllegalArgumentException if the shapes differ, or there are more tokens than the model has positions
     */
    NDArray hiddenStates(NDArray ids, NDArray attentionMask, long from);

    /**
     * Does the same for a step of training, to go back from there in one piece: that can be quicker than what the engine records.
     *
     * @param ids [B,T] int64
     * @param attentionMask [B,T] int64, 1 on real tokens and 0 on padding
     * @param from the first place wanted, in 0..T-1
     * @return the caller closes it, after the way back
     * @throws IllegalArgumentException if the shapes differ, or there are more tokens than the model has positions
     */
    ForwardPass forwardPass(NDArray ids, NDArray attentionMask, long from);

    /**
     * Returns the logits of the token after each hidden state; gradients flow through.
     *
     * @param hiddenStates [..,d], all or some of {@link #hiddenStates(NDArray, NDArray)}
     * @return [..,V]
     */
    NDArray logits(NDArray hiddenStates);

    /**
     * Returns the logits of whole sequences; gradients flow to the parameters.
     *
     * @param ids [B,T] int64
     * @param attentionMask [B,T] int64, 1 on real tokens and 0 on padding
     * @return [B,T,V]: at each token, the logits of the one after it
     */
    default NDArray logits(NDArray ids, NDArray attentionMask) {
        return Temporaries.closedBut(() -> logits(hiddenStates(ids, attentionMask)));
    }

    /** Returns a model with a copy of these weights that wants no gradient, for example as the reference of a policy. */
    default CausalModel copy() {
        return config().model(parameters().copy());
    }

    /**
     * Writes a checkpoint that this program and transformers read; the tokenizer's files are not part of it.
     *
     * @param folder is made if it is missing
     * @param stored {@link StoredType#F32} or {@link StoredType#F16}
     */
    default void save(Path folder, StoredType stored) {
        Map<String, NDArray> weights = new LinkedHashMap<>();
        config().shapes().keySet().forEach(name -> weights.put(name, parameters().get(name)));
        Checkpoint.write(folder, config().toJson(), weights, stored);
    }

    @Override
    default void close() {
        parameters().close();
    }
}
