package org.marksheet.sheet41.kl.mistakes;

import ai.djl.ndarray.NDArray;
import org.marksheet.sheet41.kl.TokenKlPenalty;

/** The right rewards in steps, of which a mistake replaces one. */
abstract class SteppedPenalizedRewards extends TokenKlPenalty {
    @Override
    public NDArray penalizedRewards(
            NDArray scores, NDArray logProbs, NDArray refLogProbs, NDArray responseMask, float klCoefficient) {
        requireUsable(scores, logProbs, refLogProbs, responseMask);
        NDArray k1 = masked(detached(logProbs).sub(detached(refLogProbs)), responseMask);
        NDArray score = detachedScores(scores).expandDims(1).broadcast(logProbs.getShape());
        return joined(penalty(k1, klCoefficient), score, placed(responseMask));
    }

    void requireUsable(NDArray scores, NDArray logProbs, NDArray refLogProbs, NDArray responseMask) {
        requireSameShape("refLogProbs", refLogProbs.getShape(), "logProbs", logProbs.getShape());
        requireSameShape("responseMask", responseMask.getShape(), "logProbs", logProbs.getShape());
        requireOnePerRow(scores.getShape(), logProbs.getShape());
    }

    NDArray detached(NDArray logProbs) {
        return logProbs.stopGradient();
    }

    NDArray detachedScores(NDArray scores) {
        return scores.stopGradient();
    }

    NDArray masked(NDArray change, NDArray responseMask) {
        return onResponse(change, responseMask);
    }

    NDArray penalty(NDArray k1, float klCoefficient) {
        return k1.mul(-klCoefficient);
    }

    NDArray placed(NDArray responseMask) {
        return lastTokens(responseMask);
    }

    NDArray joined(NDArray penalty, NDArray score, NDArray place) {
        return penalty.add(onResponse(score, place));
    }
}
