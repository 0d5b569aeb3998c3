package org.marksheet.lab.model.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** What is added to attention scores so that a token does not see what it must not see: 0 where it may look, -1e9 elsewhere. */
public final class AttentionBias {
    /** So low that its exponential is 0, and finite: a row of padding that sees nothing must not become NaN. */
    private static final double LOW = 1e9;

    private AttentionBias() {}

    /**
     * Hides padding and the future.
     *
     * @param attentionMask [B,s] int64
     * @param t how many of the s tokens are new
     * @return [B,1,t,s] float32
     */
    public static NDArray causal(NDArray attentionMask, long t) {
        return causal(attentionMask, t, attentionMask.getShape().get(1));
    }

    /**
     * Hides padding, the future, and what lies too far back.
     *
     * @param attentionMask [B,s] int64
     * @param t how many of the s tokens are new
     * @param window how many tokens a token sees, itself among them
     * @return [B,1,t,s] float32
     */
    public static NDArray causal(NDArray attentionMask, long t, long window) {
        int s = (int) attentionMask.getShape().get(1);
        NDArray column = attentionMask.getManager().arange(0, s, 1, DataType.INT64); // [s]
        NDArray row = attentionMask.getManager().arange((int) (s - t), s, 1, DataType.INT64).expandDims(1); // [t,1]
        NDArray past = column.lte(row).logicalAnd(column.gt(row.sub(window))); // [t,s]
        return low(real(attentionMask).mul(past.toType(DataType.FLOAT32, false))); // [B,1,t,s]
    }

    /**
     * Hides padding.
     *
     * @param attentionMask [B,s] int64
     * @return [B,1,1,s] float32
     */
    public static NDArray padding(NDArray attentionMask) {
        return low(real(attentionMask));
    }

    /** 1 on real tokens: [B,1,1,s] float32. */
    private static NDArray real(NDArray attentionMask) {
        return attentionMask.neq(0).toType(DataType.FLOAT32, false).expandDims(1).expandDims(1);
    }

    private static NDArray low(NDArray visible) {
        return visible.sub(1).mul(LOW);
    }
}
