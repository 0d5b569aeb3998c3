package org.marksheet.lab.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;

/** Functions of single numbers that DJL lacks; gradients flow through them. */
public final class Elementwise {
    private Elementwise() {}

    /**
     * Returns {@code e^x - 1}, also where x is so small that {@code exp(x)} rounds to 1.
     *
     * @param x float32, any shape
     * @return the same shape
     */
    public static NDArray expm1(NDArray x) {
        // e^x - 1 = 2 sinh(x/2) e^(x/2) subtracts nothing; far from 0 its factors would overflow, and nothing is lost.
        NDArray near = x.abs().lte(1);
        NDArray half = NDArrays.where(near, x, x.zerosLike()).div(2);
        NDArray far = NDArrays.where(near, x.zerosLike(), x);
        return NDArrays.where(near, half.sinh().mul(half.exp()).mul(2), far.exp().sub(1));
    }
}
