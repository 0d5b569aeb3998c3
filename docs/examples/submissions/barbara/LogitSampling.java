package org.marksheet.sheet41.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.marksheet.lab.tensor.RandomSource;

/** Compares all pairs of tokens instead of sorting; draws with Gumbel noise. */
public class LogitSampling implements Sampling {
    @Override
    public NDArray temperature(NDArray logits, float temperature) {
        checkTemperature(temperature);
        return temperature > 0 ? logits.mul(1 / temperature) : logits;
    }

    @Override
    public NDArray minNewTokens(NDArray logits, int newTokens, int minimum, int eosId) {
        NDArray result = logits.duplicate();
        if (newTokens < minimum) {
            result.set(new NDIndex(":, {}", eosId), Float.NEGATIVE_INFINITY);
        }
        return result;
    }

    @Override
    public NDArray topK(NDArray logits, int k) {
        if (k < 0) {
            throw new IllegalArgumentException("k is " + k + " but must not be negative");
        }
        if (k == 0) {
            return logits;
        }
        NDArray larger = sumBefore(logits, logits.onesLike(), false);
        return drop(logits, larger.gte(k));
    }

    @Override
    public NDArray topP(NDArray logits, float p) {
        if (!(p > 0 && p <= 1)) {
            throw new IllegalArgumentException("p is " + p + " but must lie in (0, 1]");
        }
        if (p == 1) {
            return logits;
        }
        NDArray mass = sumBefore(logits, logits.softmax(1), true);
        return drop(logits, mass.gte(p));
    }

    @Override
    public NDArray sample(NDArray logits, float temperature, RandomSource random) {
        checkTemperature(temperature);
        if (temperature == 0) {
            return logits.argMax(1);
        }
        NDArray gumbel = random.uniform(logits.getShape().getShape()).log().neg().log().neg();
        return logits.div(temperature).add(gumbel).argMax(1);
    }

    /** For each token, the sum of the weights of the tokens before it: larger ones and, if wanted, ties of lower id. */
    private static NDArray sumBefore(NDArray logits, NDArray weights, boolean withTies) {
        long size = logits.getShape().get(1);
        Shape pairs = new Shape(logits.getShape().get(0), size, size);
        NDArray mine = logits.expandDims(2).broadcast(pairs);
        NDArray other = logits.expandDims(1).broadcast(pairs);
        NDArray before = other.gt(mine);
        if (withTies) {
            NDArray ids = logits.getManager().arange(0, (int) size, 1, DataType.INT64);
            NDArray lowerId = ids.reshape(1, 1, -1).lt(ids.reshape(1, -1, 1)).broadcast(pairs);
            before = before.logicalOr(other.eq(mine).logicalAnd(lowerId));
        }
        NDArray weight = weights.expandDims(1).broadcast(pairs);
        return NDArrays.where(before, weight, weight.zerosLike()).sum(new int[] {2});
    }

    private static NDArray drop(NDArray logits, NDArray gone) {
        return NDArrays.where(gone, logits.onesLike().mul(Float.NEGATIVE_INFINITY), logits);
    }

    private static void checkTemperature(float temperature) {
        if (Float.isNaN(temperature) || temperature < 0) {
            throw new IllegalArgumentException("the temperature is " + temperature + " but must not be negative");
        }
    }
}
