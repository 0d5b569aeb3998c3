package org.marksheet.sheet41.ppo.checks;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.stream.IntStream;
import org.marksheet.grader.api.Draw;
import org.marksheet.sheet41.ppo.PolicyLoss;
import org.marksheet.sheet41.ppo.PpoObjective;

/**
 * The arguments of a policy loss, and what comes of them by plain loops.
 *
 * @param layout where tokens are
 * @param logProbs row by row, in nats
 * @param oldLogProbs the same
 * @param advantages the same, in rewards
 * @param clipRange eps
 */
record PolicyBatch(
        Layout layout, float[] logProbs, float[] oldLogProbs, float[] advantages, float clipRange) {
    /**
     * What must come of it.
     *
     * @param gradient of the loss in {@code logProbs}, row by row, 0 on padding
     */
    record Expected(double loss, double clipFraction, double approxKl, double[] gradient) {}

    /**
     * Draws a batch in which each side of the band and its inside meet both signs of the advantage, of size
     * 1 and more; the remaining tokens are of any kind, and padding holds ordinary numbers.
     */
    static PolicyBatch drawn(Draw draw) {
        Layout layout = Layout.drawn(draw);
        float clipRange = draw.between(.1f, .3f);
        float[] oldLogProbs = draw.floats(layout.size(), -3, -.5f);
        float[] advantages = draw.floats(layout.size(), 1, 3);
        float[] logProbs = draw.floats(layout.size(), -3, -.5f);
        int kind = 0;
        for (int place : layout.shuffledTokens(draw)) {
            int side = kind % 3 - 1;
            float sign = kind % 6 < 3 ? 1 : -1;
            float ratio = switch (side) {
                case -1 -> draw.between(.3f, .9f - clipRange);
                case 0 -> draw.between(1 - .8f * clipRange, 1 + .8f * clipRange);
                default -> draw.between(1.1f + clipRange, 2.2f);
            };
            logProbs[place] = oldLogProbs[place] + (float) Math.log(ratio);
            advantages[place] = sign * (kind < 6 ? draw.between(1f, 3f) : draw.between(.2f, 2f));
            kind++;
        }
        return new PolicyBatch(layout, logProbs, oldLogProbs, advantages, clipRange);
    }

    /** Returns a batch of given ratios; old log-probabilities differ from place to place. */
    static PolicyBatch ofRatios(Layout layout, float[] ratios, float[] advantages, float clipRange) {
        float[] oldLogProbs = new float[ratios.length];
        float[] logProbs = new float[ratios.length];
        for (int place = 0; place < ratios.length; place++) {
            oldLogProbs[place] = -1.5f - .25f * place;
            logProbs[place] = oldLogProbs[place] + (float) Math.log(ratios[place]);
        }
        return new PolicyBatch(layout, logProbs, oldLogProbs, advantages, clipRange);
    }

    /** Returns the batch as it is before the first update: the policy is still the one that sampled. */
    PolicyBatch beforeTheFirstUpdate() {
        return new PolicyBatch(layout, oldLogProbs, oldLogProbs, advantages, clipRange);
    }

    /** Returns the batch with NaN and infinities on padding. */
    PolicyBatch withJunk() {
        return new PolicyBatch(
                layout,
                layout.withJunk(logProbs, 1, 0),
                layout.withJunk(oldLogProbs, 1, 2),
                layout.withJunk(advantages, 1, 4),
                clipRange);
    }

    /** Returns the batch without a single token. */
    PolicyBatch emptied() {
        return new PolicyBatch(layout.emptied(), logProbs, oldLogProbs, advantages, clipRange);
    }

    /** Returns the batch with another clip range. */
    PolicyBatch clippedTo(float other) {
        return new PolicyBatch(layout, logProbs, oldLogProbs, advantages, other);
    }

    /** Asks an objective for the loss. */
    PolicyLoss askedOf(PpoObjective objective, NDManager manager) {
        return objective.policyLoss(
                layout.tensor(manager, logProbs),
                layout.tensor(manager, oldLogProbs),
                layout.tensor(manager, advantages),
                layout.mask(manager),
                clipRange);
    }

    /** Works out what must come of it, token by token. */
    Expected expected() {
        double loss = 0;
        double clips = 0;
        double squares = 0;
        double[] gradient = new double[layout.size()];
        int tokens = Math.max(1, layout.tokens());
        for (int place : tokensInOrder()) {
            double change = (double) logProbs[place] - oldLogProbs[place];
            double ratio = Math.exp(change);
            double advantage = advantages[place];
            boolean flat = advantage > 0 ? ratio > 1 + clipRange : ratio < 1 - clipRange;
            double edge = advantage > 0 ? 1 + clipRange : 1 - clipRange;
            loss -= advantage * (flat ? edge : ratio);
            gradient[place] = flat ? 0 : -advantage * ratio / tokens;
            clips += flat ? 1 : 0;
            squares += change * change;
        }
        return new Expected(loss / tokens, clips / tokens, squares / tokens / 2, gradient);
    }

    private List<Integer> tokensInOrder() {
        return IntStream.range(0, layout.size())
                .filter(place -> layout.real()[place])
                .boxed()
                .toList();
    }
}
