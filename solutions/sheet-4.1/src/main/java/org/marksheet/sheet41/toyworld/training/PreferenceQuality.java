package org.marksheet.sheet41.toyworld.training;

import ai.djl.ndarray.NDScope;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.marksheet.lab.model.distilbert.DistilBert;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.sheet41.toyworld.instruction.Flaw;
import org.marksheet.sheet41.toyworld.instruction.PreferencePair;

/**
 * How often a reward model prefers what was preferred.
 *
 * @param accuracy share of pairs in which the chosen answer has the higher reward
 * @param byFlaw the same for each flaw
 */
record PreferenceQuality(double accuracy, Map<Flaw, Double> byFlaw) {
    private static final int BATCH = 100;

    /** Copies the map. */
    PreferenceQuality {
        byFlaw = Map.copyOf(byFlaw);
    }

    static PreferenceQuality of(DistilBert model, List<PreferencePair> test) {
        Map<Flaw, Integer> right = new EnumMap<>(Flaw.class);
        Map<Flaw, Integer> all = new EnumMap<>(Flaw.class);
        for (int from = 0; from < test.size(); from += BATCH) {
            List<PreferencePair> batch = test.subList(from, Math.min(test.size(), from + BATCH));
            float[] rewards = rewards(model, batch);
            for (int i = 0; i < batch.size(); i++) {
                all.merge(batch.get(i).flaw(), 1, Integer::sum);
                // A tie is no success.
                right.merge(batch.get(i).flaw(), rewards[i] > rewards[batch.size() + i] ? 1 : 0, Integer::sum);
            }
        }
        Map<Flaw, Double> byFlaw = new EnumMap<>(Flaw.class);
        all.forEach((flaw, count) -> byFlaw.put(flaw, right.get(flaw) / (double) count));
        int total = right.values().stream().mapToInt(Integer::intValue).sum();
        return new PreferenceQuality(total / (double) test.size(), byFlaw);
    }

    private static float[] rewards(DistilBert model, List<PreferencePair> batch) {
        return Gradients.off(() -> {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                return HelpfulnessTraining.rewards(model, batch).toFloatArray();
            }
        });
    }
}
