package org.marksheet.lab.model.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/** A causal model without its head: from ids to hidden states. */
public interface Trunk {
    /**
     * Runs over new tokens.
     *
     * @param ids [B,t] int64
     * @param attentionMask [B,s] int64: the cached tokens and the new ones
     * @param positions [B,t] int64
     * @param cache of the s-t tokens before: keys and values [B,K,s-t,h] of each block in turn; may be empty; K heads
     *     of width h
     * @return hidden states [B,t,d], then keys and values [B,K,s,h] of each block in turn
     */
    NDList forward(NDArray ids, NDArray attentionMask, NDArray positions, List<NDArray> cache);
}
