package org.marksheet.sheet41.generation.checks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.marksheet.lab.model.KeyValueCache;
import org.marksheet.lab.model.LanguageModel;

/**
 * A model that gives every token the same logits.
 *
 * @param logits V numbers
 */
record OneStepModel(float... logits) implements LanguageModel {
    @Override
    public Output forward(NDArray ids, NDArray attentionMask, NDArray positions, KeyValueCache cache) {
        int tokens = Math.toIntExact(ids.getShape().size());
        float[] all = new float[tokens * logits.length];
        for (int i = 0; i < tokens; i++) {
            System.arraycopy(logits, 0, all, i * logits.length, logits.length);
        }
        Shape shape = new Shape(ids.getShape().get(0), ids.getShape().get(1), logits.length);
        return new Output(ids.getManager().create(all, shape), new KeyValueCache(List.of(attentionMask)));
    }
}
