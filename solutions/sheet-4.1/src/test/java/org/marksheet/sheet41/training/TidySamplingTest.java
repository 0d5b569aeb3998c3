package org.marksheet.sheet41.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.marksheet.lab.tensor.SeededRandom;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.sheet41.generation.LogitSampling;
import org.marksheet.sheet41.generation.Sampling;

/** What is left of the steps to a token. */
class TidySamplingTest {
    @Test
    void theResultStaysAndTheWayIsClosed() {
        List<NDArray> way = new ArrayList<>();
        Sampling leaving = new LogitSampling() {
            @Override
            public NDArray topK(NDArray logits, int k) {
                NDArray between = logits.add(1);
                way.add(between);
                return between.mul(2);
            }
        };
        try (NDManager manager = Torch.manager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray result = new TidySampling(leaving).topK(manager.create(new float[][] {{1, 2}}), 1);
            assertThat(result.toFloatArray()).containsExactly(4, 6);
            assertThat(way).singleElement().satisfies(between -> assertThat(between.isReleased()).isTrue());
        }
    }

    @Test
    void aStepThatChangesNothingHandsItsArgumentOn() {
        TidySampling tidy = new TidySampling(new LogitSampling());
        try (NDManager manager = Torch.manager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray logits = manager.create(new float[][] {{1, 5, 2}});
            NDArray same = tidy.topP(tidy.topK(tidy.temperature(tidy.minNewTokens(logits, 0, 0, 2), 1), 0), 1);
            assertThat(same.toFloatArray()).containsExactly(1, 5, 2);
            assertThat(tidy.sample(same, 0, new SeededRandom(manager, 1)).toLongArray()).containsExactly(1);
            assertThat(logits.isReleased()).isFalse();
        }
    }
}
