package org.marksheet.lab.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.List;
import java.util.Optional;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.Parameters;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.lab.tensor.TorchScript;

/** The length of all gradients as one vector. */
public final class GradientNorm {
    /** As PyTorch has it: keeps the factor finite. */
    private static final String EPSILON = "1.0e-06";

    /** As long as the process lives. */
    private static final TorchScript CLIP = TorchScript.compile(Torch.manager(), "longest: Tensor, g: List[Tensor]", "Tensor", """
                length = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(g)))
                factor = torch.clamp(torch.div(longest, torch.add(length, %s)), None, 1.)
                if bool(torch.lt(factor, 1.)):
                  torch._foreach_mul_(g, factor)
                return length
            """.formatted(EPSILON));

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
                if (gradients.isEmpty()) {
                    return 0.;
                }
                NDArray limit = gradients.get(0).getManager().create((float) longest);
                return (double) CLIP.call(List.of(limit), List.of(gradients)).get(0).getFloat();
            }
        });
    }
}
