package org.marksheet.sheet41.ppo.mistakes;

import ai.djl.ndarray.NDArray;
import org.marksheet.sheet41.ppo.ClippedPpoObjective;

/** The right entropy in steps, of which a mistake replaces one. */
abstract class SteppedEntropy extends ClippedPpoObjective {
    @Override
    public NDArray entropy(NDArray logits, NDArray responseMask) {
        requireUsable(logits, responseMask);
        NDArray logProbs = logProbs(masked(logits, responseMask));
        return average(entropies(probs(logProbs), logProbs), responseMask);
    }

    void requireUsable(NDArray logits, NDArray responseMask) {
        requireMaskOf(logits, responseMask);
    }

    NDArray masked(NDArray logits, NDArray responseMask) {
        return onResponse(logits, responseMask.expandDims(2).broadcast(logits.getShape()));
    }

    NDArray logProbs(NDArray logits) {
        return logits.logSoftmax(-1);
    }

    NDArray probs(NDArray logProbs) {
        return logProbs.exp();
    }

    NDArray entropies(NDArray probs, NDArray logProbs) {
        return pieces(probs, logProbs).sum(new int[] {-1});
    }

    /** {@code -p * log p} of each entry of the vocabulary, 0 where p is. */
    static NDArray pieces(NDArray probs, NDArray logProbs) {
        return probs.mul(onResponse(logProbs.neg(), probs.gt(0)));
    }

    NDArray average(NDArray entropies, NDArray responseMask) {
        return maskedMean(entropies, responseMask);
    }
}
