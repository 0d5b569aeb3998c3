package org.marksheet.sheet41.generation.checks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import org.marksheet.grader.api.Check;
import org.marksheet.grader.api.Draw;
import org.marksheet.grader.api.Statistic;
import org.marksheet.grader.api.Watch;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.sheet41.generation.Sampling;
import org.opentest4j.AssertionFailedError;

/**
 * What 4.1.2.e must do.
 *
 * <p>Shares of 8,000 draws: the difference of two of them has a standard deviation of {@code sqrt(2 * p * (1-p) /
 * 8000)}, .0079 at most. The diagnosis allows .05 by chance, six of these; what it knows as mistakes differs by .25
 * and more.
 */
public class SampleChecks {
    private static final int DRAWS = 8_000;
    private static final int VOCABULARY = 9;
    private static final double CHANCE = .05;

    @Check("4.1.2.e/shares-are-probabilities")
    void tokensAreDrawnWithTheirProbability(Sampling sampling, NDManager manager, Draw draw, Watch watch) {
        double[][] rows = {peaked(draw.between(1, 4)), peaked(draw.between(5, 7))};
        NDArray logits = repeated(manager, LogitRows.ofProbabilities(rows), DRAWS);
        RandomSource random = ScriptedRandom.of(manager, draw.random().nextLong());
        NDArray drawn = watch.drawn(
                Frequencies.shares(2, VOCABULARY, CHANCE), () -> sampling.sample(logits, 1, random));
        long[] ids = new IdAssert(drawn, "the drawn tokens").onePerRow(2 * DRAWS, VOCABULARY);
        new Frequencies(rows[0]).assertFit("the first distribution", Arrays.copyOf(ids, DRAWS));
        new Frequencies(rows[1]).assertFit("the second distribution", Arrays.copyOfRange(ids, DRAWS, 2 * DRAWS));
    }

    @Check("4.1.2.e/temperature-counts")
    void theTemperatureShapesTheDistribution(Sampling sampling, NDManager manager, Draw draw, Watch watch) {
        double[] probabilities = peaked(draw.between(1, 7));
        LogitRows rows = LogitRows.ofProbabilities(probabilities).with(row -> {
            for (int id = 0; id < row.length; id++) {
                row[id] *= 2;
            }
            return row;
        });
        NDArray logits = repeated(manager, rows, DRAWS);
        RandomSource random = ScriptedRandom.of(manager, draw.random().nextLong());
        NDArray drawn = watch.drawn(
                Frequencies.shares(1, VOCABULARY, CHANCE), () -> sampling.sample(logits, 2, random));
        new Frequencies(probabilities).assertFit("with tau = 2", new IdAssert(drawn, "the drawn tokens").onePerRow(DRAWS, VOCABULARY));
    }

    @Check("4.1.2.e/removed-is-never-drawn")
    void removedTokensAreNeverDrawn(Sampling sampling, NDManager manager, Draw draw, Watch watch) {
        // Three of nine are left, and their logits are far below 0.
        int first = draw.between(1, 5);
        double[] probabilities = new double[VOCABULARY];
        probabilities[first] = .6;
        probabilities[first + 1] = .2;
        probabilities[first + 3] = .2;
        LogitRows rows = LogitRows.ofProbabilities(probabilities).with(row -> {
            for (int id = 0; id < row.length; id++) {
                row[id] -= 6;
            }
            return row;
        });
        NDArray logits = repeated(manager, rows, DRAWS);
        RandomSource random = ScriptedRandom.of(manager, draw.random().nextLong());
        NDArray drawn = watch.drawn(
                Frequencies.shares(1, VOCABULARY, CHANCE), () -> sampling.sample(logits, 1, random));
        new Frequencies(probabilities)
                .assertFit("with six tokens at -inf", new IdAssert(drawn, "the drawn tokens").onePerRow(DRAWS, VOCABULARY));
    }

    @Check("4.1.2.e/rows-are-independent")
    void equalRowsDrawDifferentTokens(Sampling sampling, NDManager manager, Draw draw, Watch watch) {
        // 200 tokens with 1/200 each, one of them slightly more: that one token has more than half of 500 draws happens
        // less than once in 1e300. One draw for all rows would hardly hit the likeliest token, argmax always does.
        int draws = 500;
        int vocabulary = 200;
        int likeliest = draw.between(1, vocabulary - 1);
        double[] flat = new double[vocabulary];
        Arrays.fill(flat, 1. / vocabulary);
        flat[likeliest] *= 1.1;
        NDArray logits = repeated(manager, LogitRows.ofProbabilities(flat), draws);
        RandomSource random = ScriptedRandom.of(manager, draw.random().nextLong());
        Statistic<NDArray> shares = new Statistic<>(
                ids -> {
                    double[] all = Frequencies.shares(1, vocabulary, CHANCE).of().apply(ids);
                    return new double[] {Arrays.stream(all).max().orElseThrow(), all[likeliest]};
                },
                CHANCE);
        NDArray drawn = watch.drawn(shares, () -> sampling.sample(logits, 1, random));
        new IdAssert(drawn, "the drawn tokens").onePerRow(draws, vocabulary);
        double share = shares.of().apply(drawn)[0];
        if (share > .5) {
            throw new AssertionFailedError(
                    draws + " equal rows with " + vocabulary + " tokens that are about equally likely: one token was drawn in "
                            + Math.round(share * 100) + " % of them. Each row needs a draw of its own.",
                    1. / vocabulary,
                    share);
        }
    }

    @Check("4.1.2.e/draws-come-from-the-source")
    void randomnessComesFromTheSourceOnly(Sampling sampling, NDManager manager, Draw draw, Watch watch) {
        int rows = DRAWS;
        NDArray logits = repeated(manager, LogitRows.ofProbabilities(peaked(draw.between(1, 7))), rows);
        RandomSource alwaysTheSame = ScriptedRandom.always(manager, .4f);
        Statistic<NDArray> largest = Frequencies.largestShare(VOCABULARY, CHANCE);
        NDArray drawn = watch.drawn(largest, () -> sampling.sample(logits, 1, alwaysTheSame));
        new IdAssert(drawn, "the drawn tokens").onePerRow(rows, VOCABULARY);
        double share = largest.of().apply(drawn)[0];
        if (share < 1) {
            throw new AssertionFailedError(
                    "The random source gives the same number each time, and all rows are equal, yet they draw different"
                            + " tokens: there is randomness that does not come from the argument.",
                    1.,
                    share);
        }
    }

    @Check("4.1.2.e/zero-is-greedy")
    void zeroTakesTheLikeliestToken(Sampling sampling, NDManager manager, Draw draw) {
        // So many rows that no draw hits the likeliest token in all of them.
        int times = 20;
        LogitRows rows = LogitRows.drawn(draw);
        long[] expected = new long[rows.rows().length * times];
        for (int row = 0; row < expected.length; row++) {
            expected[row] = lowestOfTheLargest(rows.rows()[row / times]);
        }
        RandomSource random = ScriptedRandom.of(manager, draw.random().nextLong());
        assertIds("with tau = 0", sampling.sample(repeated(manager, rows, times), 0, random), rows.vocabulary(), expected);
    }

    @Check("4.1.2.e/lowest-id-of-equals")
    void amongEqualsTheLowestIdIsGreedy(Sampling sampling, NDManager manager, Draw draw) {
        LogitRows rows = LogitRows.drawn(draw).with(row -> {
            int first = draw.between(1, row.length - 3);
            row[first] = 9;
            row[first + draw.between(1, 2)] = 9;
            return row;
        });
        long[] expected = new long[rows.rows().length];
        for (int row = 0; row < expected.length; row++) {
            expected[row] = lowestOfTheLargest(rows.rows()[row]);
        }
        RandomSource random = ScriptedRandom.of(manager, draw.random().nextLong());
        assertIds("with tau = 0 and two largest logits", sampling.sample(rows.tensor(manager), 0, random), rows.vocabulary(), expected);
    }

    @Check("4.1.2.e/negative-is-rejected")
    void aNegativeTemperatureIsRejected(Sampling sampling, NDManager manager, Draw draw) {
        NDArray logits = LogitRows.drawn(draw).tensor(manager);
        RandomSource random = ScriptedRandom.of(manager, draw.random().nextLong());
        Refused.naming("tau = -0.5", () -> sampling.sample(logits, -.5f, random), "temperature", "tau", "-0.5");
    }

    @Check("4.1.2.e/inputs-stay")
    void inputsStayAsTheyWere(Sampling sampling, NDManager manager, Draw draw, Watch watch) {
        NDArray logits = LogitRows.drawn(draw).tensor(manager);
        RandomSource random = ScriptedRandom.of(manager, draw.random().nextLong());
        // A handful of random tokens says nothing; what became of the logits does.
        watch.drawn(new Statistic<NDArray>(ids -> new double[0], 1), () -> sampling.sample(logits, 2.5f, random));
        watch.assertInputsUnchanged();
    }

    /** Returns .5 for one token and .0625 for each of the eight others. */
    private static double[] peaked(int peak) {
        double[] probabilities = new double[VOCABULARY];
        Arrays.fill(probabilities, .0625);
        probabilities[peak] = .5;
        return probabilities;
    }

    private static NDArray repeated(NDManager manager, LogitRows rows, int times) {
        return rows.tensor(manager).repeat(0, times);
    }

    private static void assertIds(String what, NDArray drawn, int vocabulary, long[] expected) {
        long[] ids = new IdAssert(drawn, what).onePerRow(expected.length, vocabulary);
        if (!Arrays.equals(ids, expected)) {
            throw new AssertionFailedError(
                    what + ", the tokens are " + Arrays.toString(ids) + " instead of " + Arrays.toString(expected) + ".",
                    Arrays.toString(expected),
                    Arrays.toString(ids));
        }
    }

    private static int lowestOfTheLargest(float[] row) {
        int best = 0;
        for (int id = 1; id < row.length; id++) {
            best = row[id] > row[best] ? id : best;
        }
        return best;
    }
}
