package org.marksheet.lab.tensor;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reverse-mode gradients as plain method calls.
 *
 * <p>{@code GradientCollector} exists once per process and fails with a second thread; these methods
 * have neither limit. The grad mode belongs to the calling thread and is restored afterwards.
 */
public final class Gradients {
    private Gradients() {}

    /**
     * Runs something while operations are recorded for a later {@link #backward}.
     *
     * @param body what to run
     * @param <T> what it returns
     * @return what the body returned
     */
    public static <T> T recording(Supplier<T> body) {
        return inMode(true, body);
    }

    /**
     * Runs something without recording operations.
     *
     * @param body what to run
     * @param <T> what it returns
     * @return what the body returned
     */
    public static <T> T off(Supplier<T> body) {
        return inMode(false, body);
    }

    /** Returns whether operations of this thread are recorded now. */
    public static boolean areRecorded() {
        return JniUtils.isGradMode();
    }

    /**
     * Adds the vector-Jacobian product of a result to the gradients of all that it came from.
     *
     * @param result any shape; it came from a {@link #recording}
     * @param cotangent the same shape as {@code result}; ones for the gradient of a scalar
     * @return false if the result hangs together with nothing that wants a gradient: its graph was cut
     */
    public static boolean backward(NDArray result, NDArray cotangent) {
        try {
            JniUtils.backward((PtNDArray) result, (PtNDArray) cotangent, true, false);
            return true;
        } catch (EngineException e) {
            // The engine has no safe question for this: it says so only when asked to go back.
            if (e.getMessage() != null && e.getMessage().contains("does not require grad")) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Returns the gradient that backward steps left on an array.
     *
     * @param array an array on which {@code setRequiresGradient(true)} was called
     * @return the gradient with the array's shape, or nothing where none arrived
     */
    public static Optional<NDArray> of(NDArray array) {
        return Optional.ofNullable(JniUtils.getGradient((PtNDArray) array));
    }

    /**
     * Adds gradients that were computed by hand to those that arrays have.
     *
     * @param arrays on which {@code setRequiresGradient(true)} was called
     * @param gradients of the same shapes, in the same order
     */
    public static void add(List<NDArray> arrays, List<NDArray> gradients) {
        off(() -> Adding.SCRIPT.call(List.of(), List.of(arrays, gradients)));
    }

    /**
     * Makes gradients of zeros where none has arrived yet.
     *
     * @param arrays on which {@code setRequiresGradient(true)} was called
     */
    public static void fill(List<NDArray> arrays) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            List<NDArray> without = arrays.stream().filter(array -> of(array).isEmpty()).toList();
            if (!without.isEmpty()) {
                add(without, without.stream().map(NDArray::zerosLike).toList());
            }
        }
    }

    /** Marks arrays as wanting a gradient. */
    public static void track(List<NDArray> arrays) {
        arrays.forEach(array -> array.setRequiresGradient(true));
    }

    /**
     * Sets the gradients that backward steps left on arrays to zero, also those that are NaN.
     *
     * @param arrays those on which no gradient arrived stay without one
     */
    public static void zero(List<NDArray> arrays) {
        for (NDArray array : arrays) {
            JniUtils.zeroGrad((PtNDArray) array);
        }
    }

    private static <T> T inMode(boolean wanted, Supplier<T> body) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(wanted);
        try {
            return body.get();
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    /** Compiled when it is needed, for as long as the process lives. */
    private static final class Adding {
        static final TorchScript SCRIPT =
                TorchScript.compile(Torch.manager(), "arrays: List[Tensor], gradients: List[Tensor]", "Tensor", """
                arriving = annotate(List[Optional[Tensor]], [])
                for i in range(torch.len(gradients)):
                  _0 = torch.append(arriving, gradients[i])
                torch.autograd.backward(arrays, arriving)
                return gradients[0]
            """);
    }
}
