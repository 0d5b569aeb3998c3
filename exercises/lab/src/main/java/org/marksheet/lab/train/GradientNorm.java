package org.marksheet.lab.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.List;
import java.util.Optional;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.Parameters;

/** The length of all gradients as one vector. */
public final class GradientNorm {
    /** As PyTorch has it: keeps the factor finite. */
    private static final double EPSILON = 1e-6;

    private GradientNorm() {}

    /**
     * Shortens the gradients, in place and all by the same factor {@code longest / (norm + 1e-6)}, if they are longer than allowed.
     *
     * @param parameters whose gradients; those without one count as zero
     * @param longest the length allowed, above 0
     * @return the length before; NaN or infinite if a gradient is, and then the gradients are not usable
     * @see <a href="https://arxiv.org/abs/1211.5063">Pascanu et al. 2013, algorithm 1</a>
     */
    public static double clip(Parameters parameters, double longest) {
        return Gradients.off(() -> {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                List<NDArray> gradients =
                        parameters.arrays().stream().map(Gradients::of).flatMap(Optional::stream).toList();
                double squares = 0;
                for (NDArray gradient : gradients) {
                    double norm = gradient.norm().getFloat();
                    squares += norm * norm;
                }
                double length = Math.sqrt(squares);
                double factor = longest / (length + EPSILON);
                if (factor < 1) {
                    gradients.forEach(gradient -> gradient.muli(factor));
                }
                return length;
            }
        });
    }
}
