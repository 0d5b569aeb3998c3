package org.marksheet.sheet41.selfchecks;

import ai.djl.ndarray.NDArray;
import org.marksheet.lab.todo.OpenTodo;
import org.marksheet.sheet41.ppo.ClippedPpoObjective;

/** A student half way: one TODO right, one wrong, one that throws, one open. */
public class HalfWrittenPpoObjective extends ClippedPpoObjective {
    @Override
    public NDArray valueLoss(
            NDArray values, NDArray oldValues, NDArray returns, NDArray responseMask, float clipRange) {
        return super.valueLoss(values, oldValues, returns, responseMask, clipRange).mul(2);
    }

    @Override
    public NDArray entropy(NDArray logits, NDArray responseMask) {
        throw new IllegalStateException("no entropy today");
    }

    @Override
    public NDArray totalLoss(
            NDArray policyLoss, NDArray valueLoss, NDArray entropy, float valueCoefficient, float entropyCoefficient) {
        throw new OpenTodo("4.1.9.d");
    }
}
