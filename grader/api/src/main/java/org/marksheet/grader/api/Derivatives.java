package org.marksheet.grader.api;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.Optional;

/**
 * What a call returned and the gradients of it.
 *
 * @param value the result
 * @param gradients the vector-Jacobian product for each float32 tensor argument, by the parameter's name;
 *     empty where none arrived, because the graph was cut or never led there
 * @param <R> the result's type
 */
public record Derivatives<R>(R value, Map<String, Optional<NDArray>> gradients) {
    /** Copies the map. */
    public Derivatives {
        gradients = Map.copyOf(gradients);
    }

    /**
     * Returns the gradient that must have arrived at an argument.
     *
     * @param parameter the name of a parameter that the gradient flows through
     * @return the gradient, in the argument's shape
     * @throws AssertionError if none arrived
     */
    public NDArray gradient(String parameter) {
        return find(parameter)
                .orElseThrow(() -> new AssertionError("No gradient arrives at " + parameter
                        + ": somewhere between it and the result the graph is cut. toType, duplicate, toDevice, "
                        + "stopGradient and a detour through Java numbers cut it."));
    }

    /**
     * Asserts that an argument is treated as data: a gradient that is absent or zero everywhere.
     *
     * @param parameter the name of a parameter
     */
    public void assertData(String parameter) {
        find(parameter).ifPresent(gradient -> {
            float[] numbers = gradient.toFloatArray();
            for (float number : numbers) {
                if (number != 0) {
                    throw new AssertionError("A gradient flows into " + parameter
                            + ", which is data: stopGradient() it before it is used. Its gradient should be 0, but "
                            + "contains " + number + ".");
                }
            }
        });
    }

    private Optional<NDArray> find(String parameter) {
        Optional<NDArray> gradient = gradients.get(parameter);
        if (gradient == null) {
            throw new IllegalArgumentException(
                    "no float32 tensor parameter is called " + parameter + "; there are " + gradients.keySet());
        }
        return gradient;
    }
}
