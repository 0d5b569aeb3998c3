package org.marksheet.sheet41.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import org.marksheet.lab.tensor.RandomSource;

/**
 * Exercise 4.1.2, solved: the steps from logits to a token.
 *
 * <p>No method calls another one of the contract, so that a fault in one stays there.
 */
public class LogitSampling implements Sampling {
    @Override
    public NDArray temperature(NDArray logits, float temperature) {
        requireTemperature(temperature);
        return temperature == 0 ? logits : logits.div(temperature);
    }

    @Override
    public NDArray minNewTokens(NDArray logits, int newTokens, int minimum, int eosId) {
        if (newTokens >= minimum) {
            return logits;
        }
        NDArray withoutEos = logits.duplicate();
        withoutEos.set(new NDIndex(":, {}", eosId), Float.NEGATIVE_INFINITY);
        return withoutEos;
    }

    @Override
    public NDArray topK(NDArray logits, int k) {
        requireNotNegative(k);
        long vocabulary = logits.getShape().get(1);
        if (k == 0 || k >= vocabulary) {
            return logits;
        }
        NDArray kthLargest = logits.sort(1).get(":, {}:{}", vocabulary - k, vocabulary - k + 1);
        return remove(logits, logits.lt(kthLargest));
    }

    @Override
    public NDArray topP(NDArray logits, float p) {
        requireShare(p);
        if (p == 1) {
            return logits;
        }
        NDArray descending = logits.sort(1).flip(1);
        NDArray probs = descending.softmax(1);
        // A token is needed while those before it do not yet reach p; the first one always is.
        NDArray needed = count(probs.cumSum(1).sub(probs).lt(p));

        // Back to the order of the vocabulary by value; of those that tie with the last one, the first ids stay.
        NDArray least = descending.gather(needed.sub(1), 1);
        NDArray above = logits.gt(least);
        NDArray tied = logits.eq(least);
        NDArray room = needed.sub(count(above));
        NDArray firstTied = tied.logicalAnd(tied.toType(DataType.INT64, false).cumSum(1).lte(room));
        return remove(logits, above.logicalOr(firstTied).logicalNot());
    }

    @Override
    public NDArray sample(NDArray logits, float temperature, RandomSource random) {
        requireTemperature(temperature);
        if (temperature == 0) {
            return logits.argMax(1);
        }
        // The running sums cut an interval into pieces as long as the probabilities; one number a row falls into one of them.
        NDArray tempered = temperature == 1 ? logits : logits.div(temperature);
        NDArray ends = tempered.softmax(1).cumSum(1);
        // The last end is 1 but for rounding: scaled by it, no number falls beyond.
        NDArray fallen = random.uniform(logits.getShape().get(0), 1).mul(ends.get(":, -1:"));
        return count(ends.lt(fallen)).squeeze(1);
    }

    /** Returns the logits with {@code -inf} where {@code gone} is true. */
    protected static NDArray remove(NDArray logits, NDArray gone) {
        NDArray impossible = logits.getManager().create(Float.NEGATIVE_INFINITY);
        return NDArrays.where(gone, impossible.broadcast(logits.getShape()), logits);
    }

    /** Returns how many places of each row are true, [B,1] int64. */
    protected static NDArray count(NDArray places) {
        return places.toType(DataType.INT64, false).sum(new int[] {1}, true);
    }

    /** Rejects a temperature that is negative or no number. */
    protected static void requireTemperature(float temperature) {
        if (!(temperature >= 0)) {
            throw new IllegalArgumentException("temperature is " + temperature + "; it must be 0 (greedy) or more.");
        }
    }

    /** Rejects a negative k. */
    protected static void requireNotNegative(int k) {
        if (k < 0) {
            throw new IllegalArgumentException("k is " + k + "; it must be 0 (all tokens stay) or more.");
        }
    }

    /** Rejects a p that is not in (0, 1]. */
    protected static void requireShare(float p) {
        if (!(p > 0 && p <= 1)) {
            throw new IllegalArgumentException("p is " + p + "; it must be above 0 and at most 1 (all tokens stay).");
        }
    }
}
