package org.marksheet.lab.model;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * What a language model remembers of the tokens it has seen. Only the model knows what is in it; row {@code
 * b} of every array belongs to row {@code b} of the batch.
 *
 * @param arrays none before the first call
 */
public record KeyValueCache(List<NDArray> arrays) {
    /** Copies the list. */
    public KeyValueCache {
        arrays = List.copyOf(arrays);
    }

    /** Returns the cache of a model that has seen nothing. */
    public static KeyValueCache empty() {
        return new KeyValueCache(List.of());
    }

    /** Returns whether the model has seen nothing. */
    public boolean isEmpty() {
        return arrays.isEmpty();
    }
}
