package org.marksheet.lab.model;

import ai.djl.ndarray.NDArray;

/** A causal language model: for each token that it is given, the logits of the next one. */
public interface LanguageModel {
    /**
     * Runs the model over new tokens.
     *
     * @param ids [B,t] int64: the tokens that the cache does not hold yet
     * @param attentionMask [B,s] int64, 1 on real tokens and 0 on padding, for all {@code s} tokens so far:
     *     those in the cache and the {@code t} new ones
     * @param positions [B,t] int64: the position of each new token among the real tokens of its row, from 0
     * @param cache what the call before handed back, or {@link KeyValueCache#empty()}
     * @return logits of the new tokens, and the cache that holds all {@code s} tokens
     */
    Output forward(NDArray ids, NDArray attentionMask, NDArray positions, KeyValueCache cache);

    /**
     * What a run of the model gives.
     *
     * @param logits [B,t,V] float32: at each new token, the logits of the token after it
     * @param cache to be given to the next call
     */
    record Output(NDArray logits, KeyValueCache cache) {}
}
