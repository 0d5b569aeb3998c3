package org.marksheet.lab.model.llama;

import ai.djl.ndarray.NDArray;
import org.marksheet.lab.model.transformer.Constants;

/**
 * Divides each vector by the root of its mean square, then scales it: {@code w x / sqrt(mean(x^2) + epsilon)}.
 *
 * @see <a href="https://arxiv.org/abs/1910.07467">Zhang and Sennrich 2019</a>
 */
final class RmsNorm {
    private final NDArray epsilon;

    RmsNorm(double epsilon, Constants constants) {
        this.epsilon = constants.scalar(epsilon);
    }

    /**
     * Normalises.
     *
     * @param x [B,t,d]
     * @param weight [d], w
     * @return [B,t,d]
     */
    NDArray of(NDArray x, NDArray weight) {
        NDArray meanSquare = x.mul(x).mean(new int[] {2}, true); // [B,t,1]
        return x.div(meanSquare.add(epsilon).sqrt()).mul(weight);
    }
}
