package org.marksheet.lab.plot;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.marksheet.lab.log.RunFolder;

/**
 * What the figures of a run warn of, in words.
 *
 * <p>Thresholds come from runs of a small language model, 45 updates of 64 episodes, some of them wrong on purpose. A rule whose
 * column the run did not log says nothing. Nor is silence a proof: advantages that were not whitened, for one, leave score and KL
 * as they should be.
 */
public final class RunWarnings {
    /** Nats per response. A batch of a healthy run may lie a little below 0 by chance; the wrong run had -23. */
    static final double KL_FAR_BELOW_ZERO = -.5;

    /** Nats per response. Healthy runs stayed within 0 to 10; those without a KL penalty passed 17 and ended at 30. */
    static final double KL_TOO_HIGH = 15;

    /** Nats per response: 0 but for rounding. */
    static final double KL_IS_ZERO = 1e-6;

    /** Nats per response. Before the first step policy and reference are one: 0 in healthy runs, -.14 with dropout. */
    static final double KL_OF_EQUALS = .05;

    /** Distance from 1. Healthy means are about 1; with dropout single ratios were off by up to 16. */
    static final double RATIO_OF_FIRST_UPDATE = .1;

    /** A share of tokens. Healthy first updates: .025 to .094; three times .0001 too much: .132; twenty times: .42. */
    static final double CLIP_FRACTION_OF_FIRST_UPDATE = .3;

    /** Nats per token. Healthy first updates: .003 to .015; a learning rate twenty times too high: 1.4. */
    static final double APPROX_KL_OF_FIRST_UPDATE = .1;

    /** Nats per token: a policy whose steps differ at all is above it. */
    static final double APPROX_KL_OF_A_STEP = 1e-5;

    /** A share of the entropy at the start. Healthy runs end at .7 to 1 of it; the collapsed one at .16. */
    static final double ENTROPY_LEFT = 1 / 3.0;

    /** In rewards that are probabilities. The mean of a tenth of the updates is within .05; a flipped sign lost .48. */
    static final double SCORE_FALL = .15;

    /** In rewards that are probabilities. Healthy runs gained .28 to .5; with a penalty far too strong, nothing. */
    static final double SCORE_GAIN = .05;

    /** Nats per response. Healthy runs end at 2 to 5; those with a penalty far too strong at .3. */
    static final double KL_OF_A_POLICY_THAT_MOVED = .5;

    /** Before that many updates nothing can be said of a trend. */
    static final int UPDATES_OF_A_TREND = 20;

    private final RunFolder run;

    private RunWarnings(RunFolder run) {
        this.run = run;
    }

    /**
     * Returns what a run warns of.
     *
     * @param run with at least one row
     * @return the worst first; empty if nothing was found
     */
    public static List<RunWarning> of(RunFolder run) {
        RunWarnings rules = new RunWarnings(run);
        return Stream.of(rules.notANumber(), rules.klNegative(), rules.klZero(), rules.klBeforeTheFirstStep(), rules.ratio(),
                        rules.firstUpdate(), rules.noResponseEnds(), rules.scoreFalls(), rules.klTooHigh(), rules.entropy(),
                        rules.nothingMoves())
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<RunWarning> notANumber() {
        List<String> columns = run.rows().get(0).keySet().stream()
                .filter(column -> first(values(column), value -> !Double.isFinite(value)).isPresent())
                .toList();
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        int update = columns.stream()
                .mapToInt(column -> first(values(column), value -> !Double.isFinite(value)).orElseThrow())
                .min().orElseThrow();
        return warning("NaN or infinite in " + String.join(", ", columns) + ", from update " + update + " on.",
                "A logarithm of 0, a division by the 0 tokens of an empty response, an overflow of exp, or weights that have"
                        + " grown without bound. What follows in the run means nothing.",
                "Masked positions must be left out, not multiplied by 0; then the first step before update " + update + ".");
    }

    private Optional<RunWarning> klNegative() {
        double[] kl = values("objective/kl");
        return extreme(kl, -1).filter(i -> kl[i] < KL_FAR_BELOW_ZERO).flatMap(i -> warning(
                "KL is negative: " + Numbers.show(kl[i]) + " nats at update " + (i + 1) + ".",
                "On tokens that the policy sampled, its KL to the reference is 0 or more on average. The log-probabilities are"
                        + " not of the tokens that were sampled, or not of the distribution they were sampled from; or tokens were"
                        + " banned or filtered in sampling only, and the policy is paid for what it cannot do.",
                "The index of a token and of its log-probability (off by one?), the mask, and every filter of sampling:"
                        + " temperature, top-k, a minimum length, a ban on the end of the text."));
    }

    private Optional<RunWarning> klZero() {
        double[] kl = values("objective/kl");
        double[] approxKl = values("policy/approxkl_avg");
        boolean moves = approxKl.length == 0 || first(approxKl, value -> value > APPROX_KL_OF_A_STEP).isPresent();
        boolean zero = kl.length > 2 && Arrays.stream(kl).allMatch(value -> Math.abs(value) < KL_IS_ZERO);
        return zero && moves
                ? warning("KL is exactly 0 in all " + kl.length + " updates, while the policy changes.",
                        "Reference and policy are one model: the reference is trained along, the penalty does nothing, and the"
                                + " real KL may be anything.",
                        "Where the reference is made: it must be a copy of the weights before the first step.")
                : Optional.empty();
    }

    private Optional<RunWarning> klBeforeTheFirstStep() {
        double[] kl = values("objective/kl");
        return kl.length > 0 && Math.abs(kl[0]) > KL_OF_EQUALS
                ? warning("KL is " + Numbers.show(kl[0]) + " nats before the first step; it should be 0.",
                        "Policy and reference start as the same weights, and yet give the same tokens other probabilities:"
                                + " dropout is on in one of them, or they see other padding, positions or temperatures.",
                        "Both forward passes on one batch of responses: their log-probabilities must be equal.")
                : Optional.empty();
    }

    private Optional<RunWarning> ratio() {
        double[] ratio = values("val/ratio");
        return ratio.length > 0 && Math.abs(ratio[0] - 1) > RATIO_OF_FIRST_UPDATE
                ? warning("The mean ratio of the first update is " + Numbers.show(ratio[0]) + "; it should be about 1.",
                        "Before the first step of an update the ratio is exactly 1, since old and new log-probabilities are of"
                                + " the same policy. Dropout is on, or the old log-probabilities are of another moment or another"
                                + " model; or the step is far too long.",
                        "Old against new log-probabilities of the first mini-batch, before any step.")
                : Optional.empty();
    }

    private Optional<RunWarning> firstUpdate() {
        double[] clip = values("policy/clipfrac_avg");
        double[] approxKl = values("policy/approxkl_avg");
        boolean clipped = clip.length > 0 && clip[0] > CLIP_FRACTION_OF_FIRST_UPDATE;
        boolean far = approxKl.length > 0 && approxKl[0] > APPROX_KL_OF_FIRST_UPDATE;
        if (!clipped && !far) {
            return Optional.empty();
        }
        String finding = clipped
                ? "The clip fraction is " + Numbers.show(clip[0]) + " in the first update."
                : "approxKl is " + Numbers.show(approxKl[0]) + " nats in the first update.";
        return warning(finding,
                "One update moves the policy much further than its samples allow: a healthy first update clips under .1 of the"
                        + " tokens, at an approxKl under .015. The learning rate is too high, or there are too many epochs.",
                "The learning rate: try a tenth of it. Then the norm to which gradients are clipped.");
    }

    private Optional<RunWarning> noResponseEnds() {
        double[] ends = values("val/num_eos_tokens");
        return ends.length > 0 && Tenths.last(ends) == 0
                ? warning("No response ends: there is no end-of-text token in the last updates.",
                        "Each response runs to the limit. The token is banned in sampling, or cut off before the reward sees it,"
                                + " or the policy has learned never to choose it.",
                        "The token's id, the filters of sampling, and whether the mask counts the token that ends a response.")
                : Optional.empty();
    }

    private Optional<RunWarning> scoreFalls() {
        double[] score = values("objective/scores");
        return score.length >= UPDATES_OF_A_TREND && Tenths.last(score) < Tenths.first(score) - SCORE_FALL
                ? warning("The score falls, from " + Numbers.show(Tenths.first(score)) + " to "
                                + Numbers.show(Tenths.last(score)) + ".",
                        "The policy learns the opposite of what is rewarded: a sign is wrong. (It also falls when the policy"
                                + " breaks down; then entropy or length do so too.)",
                        "The signs of loss, advantage and reward: a loss is minimised, a reward is not.")
                : Optional.empty();
    }

    private Optional<RunWarning> klTooHigh() {
        double[] kl = values("objective/kl");
        return extreme(kl, 1).filter(i -> kl[i] > KL_TOO_HIGH).flatMap(i -> warning(
                "KL is high: " + Numbers.show(kl[i]) + " nats at update " + (i + 1) + "; 0 to 10 is healthy.",
                "The policy has left the language of the reference. A score that rises all the same is probably reward hacking:"
                        + " texts that please the reward model and nobody else.",
                "Read the samples. Then the KL coefficient: is it 0, or too small for these rewards?"));
    }

    private Optional<RunWarning> entropy() {
        double[] perToken = values("policy/entropy_avg");
        double[] entropy = perToken.length > 0 ? perToken : values("objective/entropy");
        return entropy.length > 1 && Tenths.last(entropy) < ENTROPY_LEFT * Tenths.first(entropy)
                ? warning("Entropy has collapsed, from " + Numbers.show(Tenths.first(entropy)) + " to "
                                + Numbers.show(Tenths.last(entropy)) + " nats.",
                        "The policy says nearly the same thing to every prompt and explores no more.",
                        "Read the samples: are they alike? Then a lower learning rate or a higher KL coefficient.")
                : Optional.empty();
    }

    private Optional<RunWarning> nothingMoves() {
        double[] score = values("objective/scores");
        double[] kl = values("objective/kl");
        return score.length >= UPDATES_OF_A_TREND && kl.length > 0
                        && Math.abs(Tenths.last(score) - Tenths.first(score)) < SCORE_GAIN
                        && Math.abs(Tenths.last(kl)) < KL_OF_A_POLICY_THAT_MOVED
                ? warning("Nothing moves: the score stays at " + Numbers.show(Tenths.last(score)) + ", KL at "
                                + Numbers.show(Tenths.last(kl)) + " nats.",
                        "The policy stays where it began: the KL coefficient is too high for these rewards, the learning rate too"
                                + " low, or no gradient arrives.",
                        "KL coefficient and learning rate; whether weights change at all in a step.")
                : Optional.empty();
    }

    private double[] values(String column) {
        return run.column(column).orElse(new double[0]);
    }

    /** Returns the first update, counted from 1, of which something is true. */
    private static Optional<Integer> first(double[] values, DoublePredicate condition) {
        return IntStream.range(0, values.length).filter(i -> condition.test(values[i])).mapToObj(i -> i + 1).findFirst();
    }

    /** Returns the index of the largest number, or of the smallest with sign -1; NaN is none. */
    private static Optional<Integer> extreme(double[] values, int sign) {
        return IntStream.range(0, values.length).filter(i -> !Double.isNaN(values[i])).boxed()
                .max((i, j) -> sign * Double.compare(values[i], values[j]));
    }

    private static Optional<RunWarning> warning(String finding, String meaning, String where) {
        return Optional.of(new RunWarning(finding, meaning, where));
    }
}
