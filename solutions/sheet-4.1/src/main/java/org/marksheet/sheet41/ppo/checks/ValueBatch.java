package org.marksheet.sheet41.ppo.checks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.marksheet.grader.api.Draw;
import org.marksheet.sheet41.ppo.PpoObjective;

/**
 * The arguments of a value loss, and what comes of them by plain loops.
 *
 * @param layout where tokens are
 * @param values row by row, in rewards
 * @param oldValues the same
 * @param returns the same
 * @param clipRange eps, in rewards
 */
record ValueBatch(Layout layout, float[] values, float[] oldValues, float[] returns, float clipRange) {
    /**
     * What must come of it.
     *
     * @param gradient of the loss in {@code values}, row by row, 0 on padding
     */
    record Expected(double loss, double[] gradient) {}

    /**
     * Draws a batch in which the value has left the band on either side or not at all, and the return lies
     * further out or back beyond the old value; padding holds ordinary numbers.
     */
    static ValueBatch drawn(Draw draw) {
        Layout layout = Layout.drawn(draw);
        float clipRange = draw.between(.1f, .4f);
        float[] oldValues = draw.floats(layout.size(), -2, 2);
        float[] values = draw.floats(layout.size(), 2, 4);
        float[] returns = draw.floats(layout.size(), -4, -2);
        int kind = 0;
        for (int place : layout.shuffledTokens(draw)) {
            int side = kind % 3 - 1;
            float out = kind % 6 < 3 ? 1 : -1;
            if (side == 0) {
                values[place] = oldValues[place] + draw.between(-.8f, .8f) * clipRange;
                returns[place] = values[place] + out * draw.between(.3f, 1.5f);
            } else {
                values[place] = oldValues[place] + side * (clipRange + draw.between(.2f, 1f));
                returns[place] = out > 0
                        ? values[place] + side * draw.between(.3f, 1.5f)
                        : oldValues[place] - side * draw.between(.3f, 1.5f);
            }
            kind++;
        }
        return new ValueBatch(layout, values, oldValues, returns, clipRange);
    }

    /** Returns the batch as it is before the first update: the values are still the old ones. */
    ValueBatch beforeTheFirstUpdate() {
        return new ValueBatch(layout, oldValues, oldValues, returns, clipRange);
    }

    /** Returns the batch with NaN and infinities on padding. */
    ValueBatch withJunk() {
        return new ValueBatch(
                layout,
                layout.withJunk(values, 1, 0),
                layout.withJunk(oldValues, 1, 2),
                layout.withJunk(returns, 1, 4),
                clipRange);
    }

    /** Returns the batch without a single token. */
    ValueBatch emptied() {
        return new ValueBatch(layout.emptied(), values, oldValues, returns, clipRange);
    }

    /** Returns the batch with another clip range. */
    ValueBatch clippedTo(float other) {
        return new ValueBatch(layout, values, oldValues, returns, other);
    }

    /** Asks an objective for the loss. */
    NDArray askedOf(PpoObjective objective, NDManager manager) {
        return objective.valueLoss(
                layout.tensor(manager, values),
                layout.tensor(manager, oldValues),
                layout.tensor(manager, returns),
                layout.mask(manager),
                clipRange);
    }

    /** Works out what must come of it, token by token. */
    Expected expected() {
        double loss = 0;
        double[] gradient = new double[layout.size()];
        int tokens = Math.max(1, layout.tokens());
        for (int place = 0; place < layout.size(); place++) {
            if (layout.real()[place]) {
                double moved = (double) values[place] - oldValues[place];
                double kept = oldValues[place] + Math.max(-clipRange, Math.min(clipRange, moved));
                double error = (double) values[place] - returns[place];
                double keptError = kept - returns[place];
                boolean flat = Math.abs(keptError) > Math.abs(error);
                loss += (flat ? keptError * keptError : error * error) / 2;
                gradient[place] = flat ? 0 : error / tokens;
            }
        }
        return new Expected(loss / tokens, gradient);
    }
}
