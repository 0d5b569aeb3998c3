package org.marksheet.lab.model.gpt2;

import ai.djl.ndarray.NDArray;
import org.marksheet.lab.model.transformer.Constants;

/**
 * The Gaussian error linear unit as GPT-2 approximates it: {@code x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))}.
 *
 * @see <a href="https://arxiv.org/abs/1606.08415">Hendrycks and Gimpel 2016, section 2</a>
 */
final class TanhGelu {
    private final NDArray half;
    private final NDArray one;
    private final NDArray slope;
    private final NDArray cubic;

    TanhGelu(Constants constants) {
        half = constants.scalar(.5);
        one = constants.scalar(1);
        slope = constants.scalar(Math.sqrt(2 / Math.PI));
        cubic = constants.scalar(.044715);
    }

    NDArray of(NDArray x) {
        NDArray bent = x.mul(x).mul(x).mul(cubic).add(x).mul(slope);
        return bent.tanh().add(one).mul(x).mul(half);
    }
}
