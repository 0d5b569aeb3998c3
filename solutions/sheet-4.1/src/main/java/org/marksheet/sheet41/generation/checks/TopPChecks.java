package org.marksheet.sheet41.generation.checks;

import static org.marksheet.grader.api.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.marksheet.grader.api.Check;
import org.marksheet.grader.api.Draw;
import org.marksheet.grader.api.Watch;
import org.marksheet.sheet41.generation.Sampling;

/**
 * What 4.1.2.d must do.
 *
 * <p>No probability of a set lies within .02 of p, so that rounding decides nothing.
 */
public class TopPChecks {
    /** With p = .7: sums .36 .64 .84, .44 .6 .76, .3 .55 .75; the third token crosses in each. */
    private static final double[][] THIRD_CROSSES = {
        {.36, .28, .2, .1, .04, .02}, {.44, .16, .16, .12, .08, .04}, {.3, .25, .2, .15, .06, .04}
    };

    @Check(value = "4.1.2.d/smallest-set-stays", stands = "the method's one rule")
    void theSmallestSetThatReachesPStays(Sampling sampling, NDManager manager, Draw draw) {
        LogitRows rows = shuffled(draw, THIRD_CROSSES);
        assertThatTensor(sampling.topP(rows.tensor(manager), .7f))
                .as("with p = .7, the result")
                .hasShape(3, 6)
                .isCloseTo(rows.topP(.7).numbers(), 0);
    }

    @Check("4.1.2.d/one-stays-at-least")
    void theLikeliestTokenAlwaysStays(Sampling sampling, NDManager manager, Draw draw) {
        LogitRows rows = shuffled(draw, THIRD_CROSSES);
        assertThatTensor(sampling.topP(rows.tensor(manager), .2f))
                .as("with p = .2, less than the likeliest token has, the result")
                .isCloseTo(rows.topP(.2).numbers(), 0);
    }

    @Check("4.1.2.d/every-row-alone")
    void everyRowHasASetOfItsOwn(Sampling sampling, NDManager manager, Draw draw) {
        // .9: one token stays; .16 for each: five; .5 .3: two.
        LogitRows rows = shuffled(
                draw,
                new double[] {.9, .04, .02, .02, .01, .01},
                new double[] {.19, .18, .17, .16, .155, .145},
                new double[] {.5, .3, .1, .05, .03, .02});
        assertThatTensor(sampling.topP(rows.tensor(manager), .75f))
                .as("with p = .75 and rows from sharp to flat, the result")
                .isCloseTo(rows.topP(.75).numbers(), 0);
    }

    @Check("4.1.2.d/ties-by-id")
    void equalProbabilitiesCountInTheOrderOfIds(Sampling sampling, NDManager manager, Draw draw) {
        // Of four tokens with .22 each, p = .6 needs three.
        LogitRows rows = shuffled(
                draw, new double[] {.22, .22, .22, .22, .08, .04}, new double[] {.06, .22, .22, .22, .22, .06});
        assertThatTensor(sampling.topP(rows.tensor(manager), .6f))
                .as("with p = .6 and four equal logits, the result")
                .isCloseTo(rows.topP(.6).numbers(), 0);
    }

    @Check("4.1.2.d/one-is-off")
    void oneRemovesNothing(Sampling sampling, NDManager manager, Draw draw) {
        // Beside such a token, probabilities of 1e-13 are lost in float32.
        LogitRows rows = LogitRows.drawn(draw).with(row -> {
            row[draw.between(0, row.length - 1)] = 30;
            return row;
        });
        assertThatTensor(sampling.topP(rows.tensor(manager), 1)).as("with p = 1, the result").isCloseTo(rows.numbers(), 0);
    }

    @Check(value = "4.1.2.d/after-another-filter", stands = "steps follow each other, and -inf must not become NaN")
    void removedTokensStayRemoved(Sampling sampling, NDManager manager, Draw draw) {
        // The rest is renormalised: of .6 and .4, p = .7 needs both; before the filter they were .3 and .2.
        LogitRows rows = shuffled(draw, new double[] {.6, .4, 0, 0, 0, 0}, new double[] {.75, .25, 0, 0, 0, 0});
        assertThatTensor(sampling.topP(rows.tensor(manager), .7f))
                .as("with p = .7 and four tokens removed before, the result")
                .isCloseTo(rows.topP(.7).numbers(), 0);
    }

    @Check("4.1.2.d/range-is-checked")
    void aPOutOfRangeIsRejected(Sampling sampling, NDManager manager, Draw draw) {
        NDArray logits = LogitRows.drawn(draw).tensor(manager);
        Refused.naming("p = 0", () -> sampling.topP(logits, 0), "p ", "p:", "p=", "0.0");
        Refused.naming("p = 1.25", () -> sampling.topP(logits, 1.25f), "p ", "p:", "p=", "1.25");
    }

    @Check("4.1.2.d/inputs-stay")
    void inputsStayAsTheyWere(Sampling sampling, NDManager manager, Draw draw, Watch watch) {
        sampling.topP(LogitRows.drawn(draw).tensor(manager), .6f);
        watch.assertInputsUnchanged();
    }

    /** Returns rows in any order, the tokens of each in any order in which the first id is not the likeliest. */
    private static LogitRows shuffled(Draw draw, double[]... rows) {
        List<double[]> shuffled = new ArrayList<>();
        for (double[] row : rows) {
            List<Double> numbers = new ArrayList<>();
            for (double number : row) {
                numbers.add(number);
            }
            double largest = Collections.max(numbers);
            do {
                Collections.shuffle(numbers, draw.random());
            } while (numbers.get(0) == largest);
            shuffled.add(numbers.stream().mapToDouble(Double::doubleValue).toArray());
        }
        Collections.shuffle(shuffled, draw.random());
        return LogitRows.ofProbabilities(shuffled.toArray(new double[0][]));
    }
}
