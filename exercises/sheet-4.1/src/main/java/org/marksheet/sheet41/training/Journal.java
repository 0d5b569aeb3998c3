package org.marksheet.sheet41.training;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.marksheet.sheet41.ppo.PpoOptions;
import org.marksheet.sheet41.ppo.StepLosses;

/**
 * What the steps of one update were like.
 *
 * <p>Before the first step nothing has changed, so that every token must be exactly as likely as when it was sampled. If not, all that
 * follows would be wrong in a way that no curve shows, and the run stops.
 */
final class Journal {
    /** How far the ratio may be from 1 before the first step: what float32 and another order of sums explain. */
    private static final double RATIO_TOLERANCE = 1e-3;

    private final PpoOptions options;
    private int steps;
    private double approxKl;
    private double clipFraction;
    private double entropy;
    private double policyLoss;
    private double valueLoss;
    private double valueClipFraction;
    private double ratioSum;
    private double ratioSquares;

    /** Begins, with the options of the update. */
    Journal(PpoOptions options) {
        this.options = options;
    }

    /** Takes down a step that is about to be taken. */
    void saw(StepLosses losses) {
        float[] now = losses.logProbs().toFloatArray();
        float[] old = losses.miniBatch().logProbs().toFloatArray();
        float[] values = losses.values().toFloatArray();
        float[] oldValues = losses.miniBatch().values().toFloatArray();
        boolean[] mask = losses.miniBatch().responses().responseMask().toBooleanArray();
        double ratios = 0;
        double worst = 1;
        int tokens = 0;
        int outside = 0;
        for (int i = 0; i < mask.length; i++) {
            if (!mask[i]) {
                continue;
            }
            tokens++;
            double ratio = Math.exp((double) now[i] - old[i]);
            ratios += ratio;
            worst = Math.abs(ratio - 1) <= Math.abs(worst - 1) ? worst : ratio;
            outside += Math.abs(values[i] - oldValues[i]) > options.clip().value() ? 1 : 0;
        }
        if (steps == 0 && !(Math.abs(worst - 1) <= RATIO_TOLERANCE)) {
            throw new TrainingException(String.format(Locale.ROOT,
                    "Before the first step of an update every ratio must be 1, and one is %.4f. The log-probabilities of the step "
                            + "are not those of the rollout: look for start (off by one), a temperature that is missing on one "
                            + "side, padding, or rows that were shuffled on one side only.",
                    worst));
        }
        steps++;
        double mean = tokens == 0 ? 1 : ratios / tokens;
        ratioSum += mean;
        ratioSquares += mean * mean;
        approxKl += losses.policy().approxKl();
        clipFraction += losses.policy().clipFraction();
        policyLoss += losses.policy().loss().getFloat();
        valueLoss += losses.value().getFloat();
        entropy += losses.entropy().getFloat();
        valueClipFraction += tokens == 0 ? 0 : (double) outside / tokens;
    }

    /** Returns means over the steps, by the names of the log. */
    Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        double count = Math.max(1, steps);
        double ratio = ratioSum / count;
        figures.put("policy/approxkl_avg", approxKl / count);
        figures.put("policy/clipfrac_avg", clipFraction / count);
        figures.put("policy/entropy_avg", entropy / count);
        figures.put("loss/policy_avg", policyLoss / count);
        figures.put("loss/value_avg", valueLoss / count);
        figures.put("val/clipfrac_avg", valueClipFraction / count);
        figures.put("val/ratio", ratio);
        figures.put("val/ratio_var", Math.max(0, ratioSquares / count - ratio * ratio));
        return figures;
    }
}
