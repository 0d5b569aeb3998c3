package org.marksheet.lab.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;

/** Random numbers from a seed: the same seed gives the same numbers on every machine. */
public final class SeededRandom implements RandomSource {
    /** Half a step of a 24-bit fraction: keeps draws away from 0 and, in float32, from 1. */
    private static final float HALF_STEP = 1f / (1 << 25);

    private final NDManager manager;
    private final SplittableRandom random;

    /**
     * Begins at a seed.
     *
     * @param manager owns the tensors that are drawn
     * @param seed any number
     */
    public SeededRandom(NDManager manager, long seed) {
        this.manager = manager;
        this.random = new SplittableRandom(seed);
    }

    @Override
    public NDArray uniform(long... shape) {
        Shape size = new Shape(shape);
        float[] numbers = new float[Math.toIntExact(size.size())];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Math.min((random.nextInt() >>> 8) / (float) (1 << 24) + HALF_STEP, 1 - 2 * HALF_STEP);
        }
        return manager.create(numbers, size);
    }
}
