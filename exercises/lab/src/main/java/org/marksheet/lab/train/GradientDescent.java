package org.marksheet.lab.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.Parameters;

/**
 * Plain gradient descent: {@code w = w - lr * g}. It remembers nothing from step to step, and unlike {@link AdamW} does not turn the noise of
 * a gradient that is 0 into a step.
 */
public final class GradientDescent implements Optimizer {
    private final Parameters parameters;
    private long steps;

    /**
     * Makes an optimizer that has not taken a step.
     *
     * @param parameters what it changes; it does not close them
     */
    public GradientDescent(Parameters parameters) {
        this.parameters = parameters;
    }

    @Override
    public void step(double learningRate) {
        steps++;
        Gradients.off(() -> {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                for (NDArray weights : parameters.arrays()) {
                    Gradients.of(weights).ifPresent(gradient -> weights.subi(gradient.mul(learningRate)));
                }
            }
            parameters.zeroGradients();
            return parameters;
        });
    }

    @Override
    public long steps() {
        return steps;
    }
}
