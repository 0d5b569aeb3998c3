package org.marksheet.lab.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.List;

/** Puts other numbers into tensors, in place; DJL's own {@code copyTo} goes through Java's memory, and warns of itself. */
public final class Overwriting {
    /** As long as the process lives. */
    private static final TorchScript COPY =
            TorchScript.compile(Torch.manager(), "targets: List[Tensor], values: List[Tensor]", "Tensor", """
                torch._foreach_copy_(targets, values)
                return targets[0]
            """);

    private Overwriting() {}

    /**
     * Overwrites tensors.
     *
     * @param targets at least one
     * @param values of the same shapes, in the same order
     */
    public static void with(List<NDArray> targets, List<NDArray> values) {
        Gradients.off(() -> {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                return COPY.call(List.of(), List.of(targets, values));
            }
        });
    }
}
