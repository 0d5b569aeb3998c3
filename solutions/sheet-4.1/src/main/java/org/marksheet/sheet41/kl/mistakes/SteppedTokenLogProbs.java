package org.marksheet.sheet41.kl.mistakes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import org.marksheet.sheet41.kl.TokenKlPenalty;

/** The right log-probabilities of tokens in steps, of which a mistake replaces one. */
abstract class SteppedTokenLogProbs extends TokenKlPenalty {
    @Override
    public NDArray tokenLogProbs(NDArray logits, NDArray responseIds, int start, float temperature) {
        requireUsable(logits, responseIds, start, temperature);
        long first = first(logits.getShape().get(1), responseIds.getShape().get(1), start);
        NDArray predicting = logits.get(new NDIndex(":, {}:{}", first, first + responseIds.getShape().get(1)));
        return picked(normalised(scaled(predicting, temperature)), responseIds);
    }

    void requireUsable(NDArray logits, NDArray responseIds, int start, float temperature) {
        requireFit(logits.getShape(), responseIds.getShape(), start);
        requirePositive(temperature);
    }

    long first(long places, long tokens, int start) {
        return start - 1;
    }

    NDArray scaled(NDArray logits, float temperature) {
        return logits.div(temperature);
    }

    NDArray normalised(NDArray scaled) {
        return scaled.logSoftmax(-1);
    }

    NDArray picked(NDArray logProbs, NDArray responseIds) {
        return logProbs.gather(responseIds.expandDims(2), 2).squeeze(2);
    }
}
