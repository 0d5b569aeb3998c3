package org.marksheet.lab.train;

import org.marksheet.lab.tensor.EngineValue;
import org.marksheet.lab.tensor.Parameters;
import org.marksheet.lab.tensor.TorchScript;

/** The length of all gradients of a model as one vector. */
public final class GradientNorm {
    /** As PyTorch has it: keeps the factor finite. */
    private static final String EPSILON = "1.0e-06";

    private static final String CLIP = TorchScript.GRADIENTS + """
                if torch.eq(torch.len(gradients), 0):
                  norm = 0.
                else:
                  norm = float(torch.linalg_vector_norm(torch.stack(torch._foreach_norm(gradients))))
                  factor = torch.div(longest, torch.add(norm, <epsilon>))
                  if torch.lt(factor, 1.):
                    for gradient in gradients:
                      _1 = torch.mul_(gradient, factor)
                return norm
            """.replace("<epsilon>", EPSILON);

    private final TorchScript clip;

    /**
     * Prepares to measure.
     *
     * @param parameters whose gradients; those without one count as zero
     */
    public GradientNorm(Parameters parameters) {
        this.clip = TorchScript.holding(parameters.manager(), parameters.arrays(), "longest: float", "float", CLIP);
    }

    /**
     * Shortens the gradients, in place and all by the same factor {@code longest / (norm + 1e-6)}, if they are longer than allowed.
     *
     * @param longest the length allowed, above 0
     * @return the length before; NaN or infinite if a gradient is, and then the gradients are not usable
     * @see <a href="https://arxiv.org/abs/1211.5063">Pascanu et al. 2013, algorithm 1</a>
     */
    public double clip(double longest) {
        try (EngineValue norm = clip.callUnrecorded(EngineValue.of(longest))) {
            return norm.toDouble();
        }
    }
}
