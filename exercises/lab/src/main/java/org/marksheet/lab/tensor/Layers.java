package org.marksheet.lab.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** The layers of a transformer as plain functions of their input and weights; gradients flow through all of them. */
public final class Layers {
    private Layers() {}

    /**
     * Returns {@code x A^T + b}.
     *
     * @param x [..,in] float32
     * @param weight [out,in]: a row for each output
     * @param bias [out], or null
     * @return [..,out]
     */
    public static NDArray linear(NDArray x, NDArray weight, NDArray bias) {
        return JniUtils.linear((PtNDArray) x, (PtNDArray) weight, (PtNDArray) bias);
    }

    /**
     * Returns {@code x A^T} for an x of few rows, computed as {@code (A x^T)^T}: the usual way rearranges all of A in every call, which
     * for a few dozen rows takes longer than the product.
     *
     * @param x [..,in] float32
     * @param weight [out,in]: a row for each output
     * @return [..,out]
     */
    public static NDArray linearOfFewRows(NDArray x, NDArray weight) {
        Shape shape = x.getShape();
        int last = shape.dimension() - 1;
        long outputs = weight.getShape().get(0);
        NDArray rows = x.reshape(-1, shape.get(last));
        return weight.matMul(rows.transpose()).transpose().reshape(shape.slice(0, last).add(outputs));
    }

    /**
     * Normalises each vector to mean 0 and variance 1, then scales and shifts it.
     *
     * @param x [..,d] float32
     * @param weight [d], the scale
     * @param bias [d], the shift
     * @param epsilon added to the variance
     * @return [..,d]
     */
    public static NDArray layerNorm(NDArray x, NDArray weight, NDArray bias, double epsilon) {
        Shape last = weight.getShape();
        return JniUtils.layerNorm((PtNDArray) x, last, (PtNDArray) weight, (PtNDArray) bias, epsilon);
    }

    /**
     * Looks rows up.
     *
     * @param ids [..] int64, each at least 0 and below V
     * @param table [V,d]
     * @return [..,d]
     */
    public static NDArray embedding(NDArray ids, NDArray table) {
        return JniUtils.embedding((PtNDArray) ids, (PtNDArray) table, false);
    }

    /**
     * Returns the Gaussian error linear unit {@code x P(Z <= x)} of a standard normal Z, exactly (with the error function).
     *
     * @param x float32, any shape
     * @return the same shape
     * @see <a href="https://arxiv.org/abs/1606.08415">Hendrycks and Gimpel 2016</a>
     */
    public static NDArray gelu(NDArray x) {
        return JniUtils.gelu((PtNDArray) x);
    }

    /**
     * Returns the sigmoid linear unit {@code x / (1 + e^-x)}.
     *
     * @param x float32, any shape
     * @return the same shape
     * @see <a href="https://arxiv.org/abs/1702.03118">Elfwing et al. 2017</a>
     */
    public static NDArray silu(NDArray x) {
        return x.mul(JniUtils.sigmoid((PtNDArray) x));
    }

    /**
     * Returns the larger of 0 and each number.
     *
     * @param x float32, any shape
     * @return the same shape
     */
    public static NDArray relu(NDArray x) {
        return JniUtils.relu((PtNDArray) x);
    }
}
