package org.marksheet.grader.api;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;

/** Random inputs for one check, drawn afresh for every run from the run's seed and the check's id. */
public final class Draw {
    private final NDManager manager;
    private final Random random;

    /**
     * Begins to draw.
     *
     * @param manager owns the tensors
     * @param seed the run's seed
     * @param check the check's id
     */
    public Draw(NDManager manager, long seed, String check) {
        this.manager = manager;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + check.hashCode());
    }

    /** Returns the source of the numbers. */
    public Random random() {
        return random;
    }

    /** Returns a whole number from {@code least} to {@code most}, both included. */
    public int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    /** Returns a number in [{@code least}, {@code most}). */
    public float between(float least, float most) {
        return least + random.nextFloat() * (most - least);
    }

    /** Returns numbers in [{@code least}, {@code most}). */
    public float[] floats(int count, float least, float most) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = between(least, most);
        }
        return numbers;
    }

    /** Returns a float32 tensor of numbers in [{@code least}, {@code most}). */
    public NDArray uniform(float least, float most, long... shape) {
        Shape size = new Shape(shape);
        return manager.create(floats((int) size.size(), least, most), size);
    }
}
