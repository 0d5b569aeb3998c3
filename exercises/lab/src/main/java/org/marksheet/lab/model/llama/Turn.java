package org.marksheet.lab.model.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;

/**
 * Turns queries and keys by their positions, so that their product depends on how far apart they are. Number i of a head's first
 * half and number i of its second half are one point in a plane.
 *
 * @param cos [B,1,t,h/2]
 * @param sin [B,1,t,h/2]
 */
record Turn(NDArray cos, NDArray sin) {
    /**
     * Looks at positions.
     *
     * @param positions [B,t] int64
     * @param frequencies [h/2], in radians a token
     */
    static Turn at(NDArray positions, NDArray frequencies) {
        NDArray angles = positions.toType(DataType.FLOAT32, false).expandDims(2).mul(frequencies).expandDims(1);
        return new Turn(angles.cos(), angles.sin());
    }

    /**
     * Turns vectors.
     *
     * @param x [B,K,t,h]
     * @return [B,K,t,h]
     */
    NDArray of(NDArray x) {
        NDList halves = x.split(2, 3);
        NDArray first = halves.get(0); // [B,K,t,h/2]
        NDArray second = halves.get(1);
        NDArray turnedFirst = first.mul(cos).sub(second.mul(sin));
        NDArray turnedSecond = second.mul(cos).add(first.mul(sin));
        return turnedFirst.concat(turnedSecond, 3);
    }
}
