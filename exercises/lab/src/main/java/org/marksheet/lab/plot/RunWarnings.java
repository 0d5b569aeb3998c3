package org.marksheet.lab.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.marksheet.lab.log.RunFolder;

/** What looks wrong in a run, in words. The bounds are those of healthy runs and of runs that were made wrong on purpose. */
final class RunWarnings {
    /** Single batches are noisy around 0 before anything has been learnt. */
    private static final double NEGATIVE_KL = -.5;
    /** Above this, responses have little to do with the reference any more. */
    private static final double HIGH_KL = 15;
    /** Healthy first updates clip up to a tenth of the tokens; a learning rate twenty times too high .42. */
    private static final double HIGH_CLIP = .3;
    private static final double COLLAPSED_ENTROPY = .3;
    private static final double FALLING = .1;
    private static final int FEW = 5;

    private RunWarnings() {}

    /** Returns the warnings, the gravest first. */
    static List<String> of(RunFolder run) {
        List<String> warnings = new ArrayList<>();
        List<Map<String, Double>> rows = run.rows();
        if (rows.isEmpty()) {
            return List.of("No update was made yet.");
        }
        for (String figure : rows.get(0).keySet()) {
            long broken = rows.stream().filter(row -> !Double.isFinite(at(row, figure))).count();
            if (broken > 0) {
                warnings.add(figure + " is not a finite number in " + broken + " updates: something is divided by 0 or taken the "
                        + "logarithm of, or padding leaks.");
            }
        }
        double[] kl = series(run, "objective/kl");
        double lastKl = tail(kl);
        if (lastKl < NEGATIVE_KL) {
            warnings.add(String.format(Locale.ROOT, "The divergence is negative (%.1f at the end), which it cannot be: the tokens were "
                    + "not drawn from the distribution that is scored. A filter, a minimum length or a temperature on one side only?", lastKl));
        }
        if (kl.length >= FEW && Arrays.stream(kl).allMatch(value -> value == 0)) {
            warnings.add("The divergence is exactly 0 although the policy changes: the reference changes with it. Is it the same model?");
        }
        if (lastKl > HIGH_KL) {
            warnings.add(String.format(Locale.ROOT, "The divergence has grown to %.0f nats: the policy has left the language it began "
                    + "with, and its score may be won by a trick (reward hacking). Read the samples; raise the penalty.", lastKl));
        }
        double firstClip = at(rows.get(0), "policy/clipfrac_avg");
        if (firstClip > HIGH_CLIP) {
            warnings.add(String.format(Locale.ROOT, "In the first update %.0f %% of the tokens were clipped (healthy: 3 to 10): the "
                    + "learning rate is too high.", 100 * firstClip));
        }
        double[] entropy = series(run, "policy/entropy_avg");
        if (entropy.length >= FEW && tail(entropy) < COLLAPSED_ENTROPY && entropy[0] > 2 * COLLAPSED_ENTROPY) {
            warnings.add("The entropy has collapsed: the policy says the same whatever it is asked. A lower learning rate or a higher "
                    + "penalty keeps it open.");
        }
        double[] scores = series(run, "objective/scores");
        if (scores.length >= 2 * FEW && tail(scores) < head(scores) - FALLING) {
            warnings.add("The score falls. Is a sign the wrong way round: of the advantage, of the loss, of the reward?");
        }
        double[] ends = series(run, "val/num_eos_tokens");
        if (ends.length >= FEW && head(ends) > 0 && tail(ends) == 0) {
            warnings.add("No response ends by itself any more: long texts pay, or the end is forbidden in sampling only.");
        }
        return warnings;
    }

    static double[] series(RunFolder run, String figure) {
        return run.rows().stream().mapToDouble(row -> at(row, figure)).toArray();
    }

    /** Returns the mean of the first few. */
    static double head(double[] numbers) {
        return mean(numbers, 0, Math.min(FEW, numbers.length));
    }

    /** Returns the mean of the last few. */
    static double tail(double[] numbers) {
        return mean(numbers, Math.max(0, numbers.length - FEW), numbers.length);
    }

    private static double mean(double[] numbers, int from, int to) {
        return Arrays.stream(numbers, from, to).average().orElse(Double.NaN);
    }

    private static double at(Map<String, Double> row, String figure) {
        return row.getOrDefault(figure, Double.NaN);
    }
}
