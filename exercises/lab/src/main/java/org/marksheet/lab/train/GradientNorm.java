package org.marksheet.lab.train;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.marksheet.lab.tensor.EngineValue;
import org.marksheet.lab.tensor.Parameters;
import org.marksheet.lab.tensor.TorchScript;

/** The length of all gradients of a model as one vector. */
public final class GradientNorm {
    /** As PyTorch has it: keeps the factor finite. */
    private static final String EPSILON = "1.0e-06";

    /** Of 124 million numbers at once the engine loses a hundredth, of pieces like this nothing that matters. */
    private static final String CLIP = """
                norms = torch._foreach_norm(torch.split(gradients, 262144))
                norm = float(torch.linalg_vector_norm(torch.stack(norms)))
                factor = torch.div(longest, torch.add(norm, <epsilon>))
                if torch.lt(factor, 1.):
                  _0 = torch.mul_(gradients, factor)
                return norm
            """.replace("<epsilon>", EPSILON);

    private final Parameters parameters;
    private final TorchScript clip;

    /**
     * Prepares to measure.
     *
     * @param parameters whose gradients; those without one count as zero
     */
    public GradientNorm(Parameters parameters) {
        this.parameters = parameters;
        this.clip = TorchScript.compile(parameters.manager(), "gradients: Tensor, longest: float", "float", CLIP);
    }

    /**
     * Shortens the gradients, in place and all by the same factor {@code longest / (norm + 1e-6)}, if they are longer than allowed.
     *
     * @param longest the length allowed, above 0
     * @return the length before; NaN or infinite if a gradient is, and then the gradients are not usable
     * @see <a href="https://arxiv.org/abs/1211.5063">Pascanu et al. 2013, algorithm 1</a>
     */
    public double clip(double longest) {
        Optional<NDArray> gradients = parameters.gradientsTogether();
        if (gradients.isEmpty()) {
            return 0;
        }
        try (EngineValue norm = clip.callUnrecorded(EngineValue.of(gradients.get()), EngineValue.of(longest))) {
            return norm.toDouble();
        }
    }
}
