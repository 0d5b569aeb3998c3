package org.marksheet.lab.tensor;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;

/**
 * Methods that every script finds at hand, for matrices of float32 where nothing is recorded:
 *
 * <ul>
 *   <li>{@code self.unrecordedLinear(x, w, b)}: x w^T + b, for b also None
 *   <li>{@code self.unrecordedGelu(x, w, b)}: the tanh-GELU of it
 * </ul>
 *
 * <p>With some hundred rows oneDNN is a little faster than the library that PyTorch calls otherwise, and it adds the bias and takes the
 * GELU on the way. Not every build of PyTorch has it, and it works on the processor alone.
 *
 * @see <a href="https://uxlfoundation.github.io/oneDNN/dev_guide_matmul.html">oneDNN</a>
 */
final class LinearMethods {
    private static final String DECLARATION = """
              def <name>(self: __torch__.M, x: Tensor, w: Tensor, b: Optional[Tensor]) -> Tensor:
                return <result>
            """;

    private static final String ONE_DNN = method("unrecordedLinear", oneDnn("none", ""))
            + method("unrecordedGelu", oneDnn("gelu", "tanh"));

    static final String OTHERWISE = method("unrecordedLinear", "torch.linear(x, w, b)")
            + method("unrecordedGelu", "torch.gelu(torch.linear(x, w, b), approximate=\"tanh\")");

    private LinearMethods() {}

    /** Returns them, for a script whose tensors are where this manager's are. */
    static String on(NDManager owner) {
        return !owner.getDevice().isGpu() && Build.HAS_ONE_DNN ? ONE_DNN : OTHERWISE;
    }

    private static String oneDnn(String then, String manner) {
        return "ops.mkldnn._linear_pointwise(x, w, b, \"" + then + "\", annotate(List[Optional[number]], []), \"" + manner + "\")";
    }

    private static String method(String name, String result) {
        return DECLARATION.replace("<name>", name).replace("<result>", result);
    }

    /** Asked once. */
    private static final class Build {
        static final boolean HAS_ONE_DNN = compiles(ONE_DNN);

        private static boolean compiles(String methods) {
            try (NDManager manager = Torch.manager()) {
                TorchScript.load(manager, methods);
                return true;
            } catch (EngineException e) {
                return false;
            }
        }
    }
}
