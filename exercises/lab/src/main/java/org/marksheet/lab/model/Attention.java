package org.marksheet.lab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Scaled dot-product attention with several heads, without the layers around it.
 *
 * @see <a href="https://arxiv.org/abs/1706.03762">Vaswani et al. 2017, section 3.2</a>
 */
final class Attention {
    private final int heads;
    private final int headWidth;
    private final NDArray scale;

    /**
     * Makes an attention.
     *
     * @param heads H
     * @param width d, a multiple of H
     * @param constants makes the scalar it multiplies with
     */
    Attention(int heads, int width, Constants constants) {
        this.heads = heads;
        this.headWidth = width / heads;
        this.scale = constants.scalar(1 / Math.sqrt(headWidth));
    }

    /** Splits hidden states into heads: [B,t,d] to [B,H,t,d/H]. */
    NDArray split(NDArray x) {
        Shape shape = x.getShape();
        return x.reshape(shape.get(0), shape.get(1), heads, headWidth).swapAxes(1, 2);
    }

    /**
     * Lets every token look at those that the bias shows it.
     *
     * @param queries [B,H,t,d/H]
     * @param keys [B,H,s,d/H]
     * @param values [B,H,s,d/H]
     * @param bias broadcasts to [B,H,t,s]: 0 where a token may look, very low elsewhere
     * @return [B,t,d]
     */
    NDArray attend(NDArray queries, NDArray keys, NDArray values, NDArray bias) {
        NDArray scores = queries.matMul(keys.swapAxes(2, 3)).mul(scale).add(bias); // [B,H,t,s]
        NDArray heard = scores.softmax(-1).matMul(values).swapAxes(1, 2); // [B,t,H,d/H]
        Shape shape = heard.getShape();
        return heard.reshape(shape.get(0), shape.get(1), (long) heads * headWidth);
    }
}
