package org.marksheet.lab.model;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** A classifier of texts with its own tokenizer; class 1 is the positive one. */
public interface TextClassifier {
    /**
     * Turns texts into tokens, padded on the right to the longest.
     *
     * @param texts B texts
     * @return ids and attention mask, [B,t] each
     */
    Tokens encode(List<String> texts);

    /**
     * Returns the logits of the classes.
     *
     * @param ids [B,t] int64, of this classifier's own vocabulary
     * @param attentionMask [B,t] int64, 1 on real tokens and 0 on padding; a token with 1 is read
     * @return [B,C] float32, not normalised
     */
    NDArray logits(NDArray ids, NDArray attentionMask);

    /**
     * Texts as tokens.
     *
     * @param ids [B,t] int64
     * @param attentionMask [B,t] int64, 1 on real tokens and 0 on padding
     */
    record Tokens(NDArray ids, NDArray attentionMask) {}
}
