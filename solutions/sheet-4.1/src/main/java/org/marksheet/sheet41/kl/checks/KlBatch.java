package org.marksheet.sheet41.kl.checks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.function.DoubleUnaryOperator;
import org.marksheet.grader.api.Draw;
import org.marksheet.sheet41.kl.KlEstimates;
import org.marksheet.sheet41.kl.KlPenalty;

/**
 * Log-probabilities of a batch under policy and reference, and what comes of them by plain loops.
 *
 * @param responses where tokens are
 * @param logProbs row by row, in nats
 * @param refLogProbs the same under the reference
 */
record KlBatch(Responses responses, float[] logProbs, float[] refLogProbs) {
    /**
     * Draws a batch in which policy and reference lie far apart and close together, in both directions, from one
     * token to the next; padding holds ordinary numbers.
     */
    static KlBatch drawn(Draw draw) {
        return drawn(draw, Responses.drawn(draw));
    }

    /** Draws such a batch with tokens in given places. */
    static KlBatch drawn(Draw draw, Responses responses) {
        float[] logRatios = new float[responses.size()];
        int kind = draw.between(0, 1);
        for (int place = 0; place < logRatios.length; place++) {
            // Steps of three: neighbours and single-token rows meet all kinds, and no sum comes to nothing.
            float size = kind % 4 < 2 ? draw.between(1.2f, 2.2f) : draw.between(.2f, .5f);
            logRatios[place] = kind % 2 == 0 ? -size : .6f * size;
            kind += 3;
        }
        return ofLogRatios(draw, responses, logRatios);
    }

    /** Draws a batch whose tokens are much likelier under the reference: the average of k1 is below 0. */
    static KlBatch belowZero(Draw draw) {
        Responses responses = Responses.drawn(draw);
        float[] logRatios = draw.floats(responses.size(), .3f, 1.2f);
        for (int place = 0; place < logRatios.length; place += 3) {
            logRatios[place] = -.2f;
        }
        return ofLogRatios(draw, responses, logRatios);
    }

    /** Draws a batch in which policy and reference differ in the fourth digit, in both directions. */
    static KlBatch hardlyApart(Draw draw) {
        Responses responses = Responses.ofLengths(6, 6, 6);
        float[] logRatios = draw.floats(responses.size(), 1e-4f, 3e-4f);
        for (int place = 0; place < logRatios.length; place += 2) {
            logRatios[place] *= -1;
        }
        return ofLogRatios(draw, responses, logRatios);
    }

    private static KlBatch ofLogRatios(Draw draw, Responses responses, float[] logRatios) {
        float[] logProbs = new float[responses.size()];
        float[] refLogProbs = new float[responses.size()];
        for (int place = 0; place < logProbs.length; place++) {
            // Both are logarithms of probabilities: below 0.
            logProbs[place] = -Math.max(logRatios[place], 0) - draw.between(.3f, 1.5f);
            refLogProbs[place] = logProbs[place] + logRatios[place];
        }
        return new KlBatch(responses, logProbs, refLogProbs);
    }

    /** Returns the batch with NaN and infinities on padding. */
    KlBatch withJunk() {
        return new KlBatch(responses, responses.withJunk(logProbs, 0), responses.withJunk(refLogProbs, 2));
    }

    /** Returns the batch with a row that has no token. */
    KlBatch withoutTokensIn(int row) {
        return new KlBatch(responses.withoutTokensIn(row), logProbs, refLogProbs);
    }

    /** Asks for the estimates of all places. */
    KlEstimates estimatesOf(KlPenalty penalty, NDManager manager) {
        return penalty.klEstimates(responses.tensor(manager, logProbs), responses.tensor(manager, refLogProbs));
    }

    /** Asks for the divergence that is reported. */
    float sequenceKlOf(KlPenalty penalty, NDManager manager) {
        return penalty.sequenceKl(
                responses.tensor(manager, logProbs),
                responses.tensor(manager, refLogProbs),
                responses.mask(manager));
    }

    /** Asks for rewards. */
    NDArray rewardsOf(KlPenalty penalty, NDManager manager, float[] scores, float beta) {
        return penalty.penalizedRewards(
                manager.create(scores, new Shape(scores.length)),
                responses.tensor(manager, logProbs),
                responses.tensor(manager, refLogProbs),
                responses.mask(manager),
                beta);
    }

    /** Works out a function of the log-ratio of each place. */
    double[] each(DoubleUnaryOperator function) {
        double[] result = new double[logProbs.length];
        for (int place = 0; place < result.length; place++) {
            result[place] = function.applyAsDouble((double) refLogProbs[place] - logProbs[place]);
        }
        return result;
    }

    /** Works out the divergence that is reported. */
    double sequenceKl() {
        double sum = 0;
        for (int place = 0; place < logProbs.length; place++) {
            if (responses.isToken(place)) {
                sum += (double) logProbs[place] - refLogProbs[place];
            }
        }
        return sum / responses.rows();
    }

    /** Works out the rewards. */
    double[] rewards(float[] scores, float beta) {
        double[] rewards = new double[logProbs.length];
        for (int place = 0; place < rewards.length; place++) {
            if (responses.isToken(place)) {
                rewards[place] = -beta * ((double) logProbs[place] - refLogProbs[place]);
            }
            if (responses.isLastToken(place)) {
                rewards[place] += scores[place / responses.columns()];
            }
        }
        return rewards;
    }
}
