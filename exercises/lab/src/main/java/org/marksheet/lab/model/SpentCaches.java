package org.marksheet.lab.model;

import ai.djl.ndarray.NDArray;

/**
 * A language model that closes a cache as soon as it has read it.
 *
 * <p>Each step hands back a whole new cache, so whoever keeps them all until the last token keeps memory that grows with the square of
 * the text's length. Here each cache can be handed in once, which is what generation does.
 *
 * @param model does the work
 */
public record SpentCaches(LanguageModel model) implements LanguageModel {
    @Override
    public Output forward(NDArray ids, NDArray attentionMask, NDArray positions, KeyValueCache cache) {
        Output output = model.forward(ids, attentionMask, positions, cache);
        cache.arrays().forEach(NDArray::close);
        return output;
    }
}
