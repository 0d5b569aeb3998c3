package org.marksheet.lab.model.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import java.util.List;
import org.marksheet.lab.model.ForwardPass;
import org.marksheet.lab.tensor.Temporaries;

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

    /**
     * Does the same where nobody needs the given cache any more: it is closed, and what it held may be overwritten. Outside any
     * recording of gradients.
     */
    default NDList advance(NDArray ids, NDArray attentionMask, NDArray positions, List<NDArray> spent) {
        NDList hiddenAndCache = forward(ids, attentionMask, positions, spent);
        spent.forEach(NDArray::close);
        return hiddenAndCache;
    }

    /**
     * Runs over whole sequences of which only the hidden states from a place on are wanted.
     *
     * @param ids [B,T] int64
     * @param attentionMask [B,T] int64
     * @param positions [B,T] int64
     * @param from the first place wanted, in 0..T-1
     * @return [B,T-from,d]
     */
    default NDArray hiddenStates(NDArray ids, NDArray attentionMask, NDArray positions, long from) {
        return forward(ids, attentionMask, positions, List.of()).get(0).get(new NDIndex(":, {}:", from));
    }

    /** Does the same, to go back from there in one piece. */
    default ForwardPass forwardPass(NDArray ids, NDArray attentionMask, NDArray positions, long from) {
        return ForwardPass.recorded(Temporaries.closedBut(() -> hiddenStates(ids, attentionMask, positions, from)));
    }
}
