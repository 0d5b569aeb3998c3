package org.marksheet.sheet41.preference.checks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.marksheet.grader.api.Draw;
import org.marksheet.sheet41.preference.Preferences;

/**
 * Rewards of a batch of pairs, and what comes of them by plain loops.
 *
 * @param chosen a reward for each pair
 * @param rejected the same, of the other answer
 * @param margin by how much the chosen one should be ahead
 */
record PairBatch(float[] chosen, float[] rejected, float[] margin) {
    /**
     * What must come of it.
     *
     * @param gradient of the loss in {@code chosen}; in {@code rejected} it is the opposite
     */
    record Expected(double loss, double[] gradient) {}

    /**
     * Draws pairs at heights of their own, most of them the right way round and by more than the others are the wrong
     * way round, each with a margin that matters.
     */
    static PairBatch drawn(Draw draw) {
        float[] leads = new float[draw.between(5, 8)];
        for (int pair = 0; pair < leads.length; pair++) {
            leads[pair] = pair % 3 == 1 ? -draw.between(.3f, .9f) : draw.between(1f, 2.5f);
        }
        return ofLeads(draw, leads, draw.floats(leads.length, .2f, 1), 2);
    }

    /** Draws such pairs of which every other one lies far above 0 and the rest far below: no lead changes. */
    static PairBatch farFromZero(Draw draw) {
        PairBatch near = drawn(draw);
        float[] chosen = near.chosen.clone();
        float[] rejected = near.rejected.clone();
        for (int pair = 0; pair < chosen.length; pair++) {
            float shift = pair % 2 == 0 ? draw.between(110f, 130f) : draw.between(-170f, -140f);
            chosen[pair] += shift;
            rejected[pair] += shift;
        }
        return new PairBatch(chosen, rejected, near.margin);
    }

    /** Draws pairs that lie hundreds apart, or a little more than the exponential of a float32 bears, both ways round. */
    static PairBatch farApart(Draw draw) {
        float[] leads = {
            draw.between(200f, 400f), -draw.between(200f, 400f), -draw.between(91f, 95f), draw.between(91f, 95f)
        };
        return ofLeads(draw, leads, draw.floats(leads.length, .2f, 1), 2);
    }

    private static PairBatch ofLeads(Draw draw, float[] leads, float[] margin, float height) {
        float[] chosen = new float[leads.length];
        float[] rejected = new float[leads.length];
        for (int pair = 0; pair < leads.length; pair++) {
            float middle = draw.between(-height, height);
            chosen[pair] = middle + leads[pair] / 2;
            rejected[pair] = middle - leads[pair] / 2;
        }
        return new PairBatch(chosen, rejected, margin);
    }

    /** Asks for the loss. */
    NDArray lossOf(Preferences preferences, NDManager manager) {
        return preferences.bradleyTerryLoss(manager.create(chosen), manager.create(rejected), manager.create(margin));
    }

    /** Works out what must come of it, pair by pair. */
    Expected expected() {
        double loss = 0;
        double[] gradient = new double[chosen.length];
        for (int pair = 0; pair < chosen.length; pair++) {
            double ahead = (double) chosen[pair] - rejected[pair] - margin[pair];
            // log(1 + e^-x), with an exponential that is never above 1.
            loss += Math.max(-ahead, 0) + Math.log1p(Math.exp(-Math.abs(ahead)));
            gradient[pair] = -1 / (1 + Math.exp(ahead)) / chosen.length;
        }
        return new Expected(loss / chosen.length, gradient);
    }

    /** Names each pair by how far its chosen answer is ahead. */
    List<String> labels() {
        List<String> labels = new ArrayList<>();
        for (int pair = 0; pair < chosen.length; pair++) {
            labels.add(String.format(Locale.ROOT, "%+.2f", chosen[pair] - rejected[pair]));
        }
        return labels;
    }
}
