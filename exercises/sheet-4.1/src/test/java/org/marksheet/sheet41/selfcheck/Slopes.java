package org.marksheet.sheet41.selfcheck;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.Supplier;
import org.marksheet.lab.tensor.Gradients;

/** The gradients of a loss in its arguments. */
public final class Slopes {
    private Slopes() {}

    /**
     * Computes a loss and goes back from it.
     *
     * @param loss a call of the method under test that returns a scalar
     * @param arguments the tensors whose gradients are asked for with {@link #in}
     */
    public static void of(Supplier<NDArray> loss, NDArray... arguments) {
        Gradients.track(List.of(arguments));
        NDArray result = Gradients.recording(loss);
        if (result == null) {
            throw new AssertionError("The loss is null.");
        }
        if (!Gradients.backward(result, result.onesLike())) {
            throw new AssertionError("The loss has no gradient: something between argument and result cuts the graph"
                    + " (duplicate, toType, toDevice, or a Java number).");
        }
    }

    /** Returns the gradient in an argument: zeros where none arrived. */
    public static NDArray in(NDArray argument) {
        return Gradients.of(argument).orElseGet(argument::zerosLike);
    }
}
