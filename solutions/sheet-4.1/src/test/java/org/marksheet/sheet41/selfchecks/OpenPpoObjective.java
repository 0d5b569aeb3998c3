package org.marksheet.sheet41.selfchecks;

import ai.djl.ndarray.NDArray;
import org.marksheet.lab.todo.OpenTodo;
import org.marksheet.sheet41.ppo.PolicyLoss;
import org.marksheet.sheet41.ppo.PpoObjective;

/** What a student begins with: the skeleton itself has the solution's name and cannot stand beside it here. */
public class OpenPpoObjective implements PpoObjective {
    @Override
    public PolicyLoss policyLoss(
            NDArray logProbs, NDArray oldLogProbs, NDArray advantages, NDArray responseMask, float clipRange) {
        throw new OpenTodo("4.1.9.a");
    }

    @Override
    public NDArray valueLoss(
            NDArray values, NDArray oldValues, NDArray returns, NDArray responseMask, float clipRange) {
        throw new OpenTodo("4.1.9.b");
    }

    @Override
    public NDArray entropy(NDArray logits, NDArray responseMask) {
        throw new OpenTodo("4.1.9.c");
    }

    @Override
    public NDArray totalLoss(
            NDArray policyLoss, NDArray valueLoss, NDArray entropy, float valueCoefficient, float entropyCoefficient) {
        throw new OpenTodo("4.1.9.d");
    }
}
