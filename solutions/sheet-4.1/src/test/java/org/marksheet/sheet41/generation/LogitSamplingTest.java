package org.marksheet.sheet41.generation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.lab.tensor.Torch;

/** The solved draw where rounding could lead it astray. */
class LogitSamplingTest {
    private static final int ROWS = 500;
    private static final int VOCABULARY = 1_000;

    /** The smallest and the largest number that a source gives, and one between. */
    @ParameterizedTest
    @ValueSource(floats = {0x1p-25f, .5f, 1 - 0x1p-24f})
    void atTheEndsOfTheIntervalATokenIsDrawnThatIsLeft(float number) {
        try (NDManager manager = Torch.manager()) {
            SplittableRandom random = new SplittableRandom(1);
            float[] logits = new float[ROWS * VOCABULARY];
            for (int i = 0; i < logits.length; i++) {
                int id = i % VOCABULARY;
                boolean removed = id < 20 || id >= VOCABULARY - 20 || random.nextInt(3) == 0;
                logits[i] = removed ? Float.NEGATIVE_INFINITY : (float) random.nextDouble(-8, 8);
            }
            NDArray given = manager.create(logits, new Shape(ROWS, VOCABULARY));
            RandomSource source = shape -> manager.full(new Shape(shape), number);
            long[] ids = new LogitSampling().sample(given, 1, source).toLongArray();
            assertThat(ids).hasSize(ROWS);
            for (int row = 0; row < ROWS; row++) {
                assertThat(ids[row]).isBetween(0L, VOCABULARY - 1L);
                assertThat(logits[row * VOCABULARY + (int) ids[row]]).isFinite();
            }
        }
    }
}
