package org.marksheet.lab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/** GPT-2 without a head. */
interface Trunk {
    /**
     * Runs over new tokens.
     *
     * @param ids [B,t] int64
     * @param attentionMask [B,s] int64: the cached tokens and the new ones
     * @param positions [B,t] int64
     * @param cache of the s-t tokens before: keys and values [B,H,s-t,d/H] of each block in turn; may be empty
     * @return hidden states [B,t,d], then keys and values [B,H,s,d/H] of each block in turn
     */
    NDList forward(NDArray ids, NDArray attentionMask, NDArray positions, List<NDArray> cache);
}
