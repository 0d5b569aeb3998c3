package org.marksheet.sheet41;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.sheet41.policygradient.LeaveOneOutPolicyGradient;
import org.marksheet.sheet41.preference.PairwisePreferences;
import org.marksheet.sheet41.sft.CompletionSftObjective;

/**
 * A garbage collection between loss and gradient changes nothing.
 *
 * <p>A Java number that a tensor is multiplied with or divided by lies in memory that Java takes back, and the gradient
 * would read whatever lies there then. In training that comes about once in a few hundred steps, and ruins the model.
 */
class GarbageCollectionTest {
    private static final int REUSED_BUFFERS = 200;

    @Test
    void theLossOfSupervisedFineTuningSurvivesIt() {
        try (NDManager manager = Torch.manager()) {
            NDArray labels = manager.create(new long[] {-100, 1, 2, 0, -100, -100, 2, -100}, new Shape(2, 4));
            assertUnmoved(
                    manager.arange(24f).sin().reshape(2, 4, 3), logits -> new CompletionSftObjective().sftLoss(logits, labels));
        }
    }

    @Test
    void theLossOfAPreferenceSurvivesIt() {
        try (NDManager manager = Torch.manager()) {
            NDArray rejected = manager.create(new float[] {.5f, 1.5f, -1});
            NDArray margin = manager.create(new float[] {.5f, .25f, 0});
            assertUnmoved(
                    manager.create(new float[] {2, 1, .3f}),
                    chosen -> new PairwisePreferences().bradleyTerryLoss(chosen, rejected, margin));
        }
    }

    @Test
    void theLossOfThePolicyGradientSurvivesIt() {
        try (NDManager manager = Torch.manager()) {
            LeaveOneOutPolicyGradient gradient = new LeaveOneOutPolicyGradient();
            NDArray rewards = manager.create(new float[] {1, 2, 6});
            NDArray mask = manager.create(new boolean[] {true, true, true, false, true, true}, new Shape(3, 2));
            assertUnmoved(
                    manager.arange(6f).sin().sub(2).reshape(3, 2),
                    logProbs -> gradient.scoreFunctionLoss(logProbs, rewards, gradient.baseline(rewards), mask));
        }
    }

    private static void assertUnmoved(NDArray argument, UnaryOperator<NDArray> loss) {
        float[] undisturbed = gradient(argument.duplicate(), loss, () -> {});
        assertThat(undisturbed).doesNotContain(Float.NaN);
        assertThat(gradient(argument.duplicate(), loss, GarbageCollectionTest::collect)).isEqualTo(undisturbed);
    }

    private static float[] gradient(NDArray argument, UnaryOperator<NDArray> loss, Runnable between) {
        argument.setRequiresGradient(true);
        NDArray result = Gradients.recording(() -> loss.apply(argument));
        between.run();
        Gradients.backward(result, result.onesLike());
        return Gradients.of(argument).orElseThrow().toFloatArray();
    }

    /** Gives back all that Java holds no more, and writes over it. */
    private static void collect() {
        for (int round = 0; round < 3; round++) {
            System.gc();
            for (int i = 0; i < REUSED_BUFFERS; i++) {
                byte[] anything = new byte[Float.BYTES + i];
                Arrays.fill(anything, (byte) 0x7f);
                ByteBuffer.allocateDirect(anything.length).put(anything);
            }
        }
    }
}
