package org.marksheet.lab.model;

import ai.djl.ndarray.NDArray;
import org.marksheet.lab.tensor.Gradients;

/**
 * A language model whose caches can be handed in once each, which is what generation does.
 *
 * <p>Otherwise each step hands back a whole new cache, and whoever keeps them all until the last token keeps memory that grows with the
 * square of the text's length. No gradient flows.
 *
 * @param model does the work
 */
public record SpentCaches(CausalModel model) implements LanguageModel {
    @Override
    public Output forward(NDArray ids, NDArray attentionMask, NDArray positions, KeyValueCache cache) {
        CausalModel.Advance advance = model.advance(ids, attentionMask, positions, cache);
        try (NDArray hidden = advance.hiddenStates()) {
            return new Output(Gradients.off(() -> model.logits(hidden)), advance.cache());
        }
    }
}
