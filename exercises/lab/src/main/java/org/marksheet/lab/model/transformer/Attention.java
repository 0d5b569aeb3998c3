package org.marksheet.lab.model.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Scaled dot-product attention with several heads, without the layers around it.
 *
 * @see <a href="https://arxiv.org/abs/1706.03762">Vaswani et al. 2017, section 3.2</a>
 */
public final class Attention {
    private final int heads;
    private final int headWidth;
    private final NDArray scale;

    /**
     * Makes an attention.
     *
     * @param heads H
     * @param width of all heads together, a multiple of H; d in most models
     * @param constants makes the scalar it multiplies with
     */
    public Attention(int heads, int width, Constants constants) {
        this.heads = heads;
        this.headWidth = width / heads;
        this.scale = constants.scalar(1 / Math.sqrt(headWidth));
    }

    /**
     * Splits vectors into heads.
     *
     * @param x [B,t,Kh], where h is the width of a head; K is H, or fewer where heads share keys and values
     * @return [B,K,t,h]
     */
    public NDArray split(NDArray x) {
        Shape shape = x.getShape();
        return x.reshape(shape.get(0), shape.get(1), shape.get(2) / headWidth, headWidth).swapAxes(1, 2);
    }

    /**
     * Lets every token look at those that the bias shows it.
     *
     * @param queries [B,H,t,h]
     * @param keys [B,H,s,h]
     * @param values [B,H,s,h]
     * @param bias broadcasts to [B,H,t,s]: 0 where a token may look, very low elsewhere
     * @return [B,t,Hh]
     */
    public NDArray attend(NDArray queries, NDArray keys, NDArray values, NDArray bias) {
        NDArray scores = queries.matMul(keys.swapAxes(2, 3)).mul(scale).add(bias); // [B,H,t,s]
        NDArray heard = scores.softmax(-1).matMul(values).swapAxes(1, 2); // [B,t,H,h]
        Shape shape = heard.getShape();
        return heard.reshape(shape.get(0), shape.get(1), (long) heads * headWidth);
    }
}
