package org.marksheet.lab.model.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.marksheet.lab.tensor.Parameters;
import org.marksheet.lab.tensor.Torch;

/** Random weights from a seed: normal for matrices, 1 for the scales of layer normalisation, 0 for biases. */
public final class NormalInitializer {
    /** The standard deviation that GPT and BERT begin with. */
    public static final double DEVIATION = .02;

    private final SplittableRandom random;

    /**
     * Begins at a seed.
     *
     * @param seed any number
     */
    public NormalInitializer(long seed) {
        random = new SplittableRandom(seed);
    }

    /**
     * Draws all parameters of a model.
     *
     * @param shapes by name
     * @param deviation from a matrix's name to its standard deviation
     * @return with an owner of their own
     */
    public Parameters parameters(Map<String, Shape> shapes, ToDoubleFunction<String> deviation) {
        NDManager manager = Torch.manager();
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> arrays.put(name, draw(name, shape, deviation, manager)));
        return new Parameters(manager, arrays);
    }

    private NDArray draw(String name, Shape shape, ToDoubleFunction<String> deviation, NDManager manager) {
        if (shape.dimension() == 1) {
            return name.endsWith(".weight") ? manager.ones(shape) : manager.zeros(shape);
        }
        double scale = deviation.applyAsDouble(name);
        float[] numbers = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) (scale * random.nextGaussian());
        }
        return manager.create(numbers, shape);
    }
}
