package org.marksheet.sheet41.ppo.mistakes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;

/** The ways in which a masked mean over the tokens of a batch goes wrong, whatever is averaged. */
final class WrongMeans {
    private WrongMeans() {}

    /** The mean of each row first, then the mean of those. */
    static NDArray ofRowMeans(NDArray x, NDArray responseMask) {
        NDArray lengths = responseMask.toType(DataType.FLOAT32, false).sum(new int[] {1});
        NDArray sums = clean(x, responseMask).sum(new int[] {1});
        return sums.div(lengths.maximum(1)).mean();
    }

    /** The right sum, divided by the number of all places. */
    static NDArray overAllPlaces(NDArray x, NDArray responseMask) {
        return clean(x, responseMask).sum().div(responseMask.size());
    }

    /** The right sum, divided by 0 where there is no token. */
    static NDArray unguarded(NDArray x, NDArray responseMask) {
        return clean(x, responseMask).sum().div(responseMask.toType(DataType.FLOAT32, false).sum());
    }

    /** The product with the mask, which keeps NaN. */
    static NDArray byMultiplying(NDArray x, NDArray responseMask) {
        NDArray weights = responseMask.toType(DataType.FLOAT32, false);
        return x.mul(weights).sum().div(Math.max(1, weights.sum().getFloat()));
    }

    private static NDArray clean(NDArray x, NDArray responseMask) {
        return NDArrays.where(responseMask, x, x.zerosLike());
    }
}
