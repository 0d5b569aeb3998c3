package org.marksheet.sheet41.generation;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.marksheet.lab.tensor.RandomSource;

/** Steps that do nothing but take notes; the likeliest token is taken. */
final class IdleSteps implements Sampling {
    final List<String> notes = new ArrayList<>();

    @Override
    public NDArray temperature(NDArray logits, float temperature) {
        notes.add("temperature " + temperature);
        return logits;
    }

    @Override
    public NDArray minNewTokens(NDArray logits, int newTokens, int minimum, int eosId) {
        notes.add("minNewTokens " + newTokens + " of " + minimum);
        return logits;
    }

    @Override
    public NDArray topK(NDArray logits, int k) {
        notes.add("topK " + k);
        return logits;
    }

    @Override
    public NDArray topP(NDArray logits, float p) {
        notes.add("topP " + p);
        return logits;
    }

    @Override
    public NDArray sample(NDArray logits, float temperature, RandomSource random) {
        notes.add("sample " + temperature);
        return logits.argMax(1);
    }
}
