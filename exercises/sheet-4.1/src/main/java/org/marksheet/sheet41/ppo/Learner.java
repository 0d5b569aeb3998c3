package org.marksheet.sheet41.ppo;

import ai.djl.ndarray.NDArray;
import java.util.function.Supplier;
import org.marksheet.lab.model.LanguageModel;

/** A policy in training with its value head, the frozen model it is compared with, and an optimizer. */
public interface Learner {
    /** Returns the policy, to sample from; nothing is recorded for gradients. */
    LanguageModel policy();

    /**
     * Runs policy and value head over responses; inside {@link #step} gradients flow from the result to both.
     *
     * @param responses B rows with T response tokens each
     */
    Evaluation evaluate(Responses responses);

    /**
     * Runs the reference over responses.
     *
     * @param responses B rows with T response tokens each
     * @return [B,T,V] float32: at t, the logits of response token t; no gradient flows
     */
    NDArray referenceLogits(Responses responses);

    /**
     * Takes one step of the optimizer down a loss: computes it with gradients recorded, goes back, shortens the gradient if it is
     * too long, and changes policy and value head.
     *
     * @param losses is asked once
     */
    void step(Supplier<StepLosses> losses);

    /**
     * What policy and value head say at the places before each response token.
     *
     * @param logits [B,T,V] float32: at t, the logits of response token t
     * @param values [B,T] float32, in rewards: the return that is expected from response token t on
     */
    record Evaluation(NDArray logits, NDArray values) {}
}
