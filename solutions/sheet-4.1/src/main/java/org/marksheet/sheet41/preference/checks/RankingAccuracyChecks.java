package org.marksheet.sheet41.preference.checks;

import static org.marksheet.grader.api.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.marksheet.grader.api.Check;
import org.marksheet.grader.api.Draw;
import org.marksheet.grader.api.Watch;
import org.marksheet.sheet41.preference.Preferences;

/** What 4.1.4.b must do. */
public class RankingAccuracyChecks {
    private static final double TOLERANCE = 1e-5;

    @Check(value = "4.1.4.b/worked-example", stands = "the sheet's own numbers, which a student can redo by hand")
    void theWorkedExampleComesToAThird(Preferences preferences, NDManager manager) {
        // Leads of 1.5, 0 and -1.5.
        NDArray chosen = manager.create(new float[] {2, -.5f, 1});
        NDArray rejected = manager.create(new float[] {.5f, -.5f, 2.5f});
        assertThatTensor(manager.create(preferences.rankingAccuracy(chosen, rejected)))
                .as("the accuracy of a right pair, a tie and a wrong pair")
                .isNumber(1. / 3, TOLERANCE);
    }

    @Check("4.1.4.b/below-zero")
    void rewardsBelowZeroAreRewards(Preferences preferences, NDManager manager, Draw draw) {
        int right = draw.between(2, 3);
        // Two ties. More pairs are wrong than are right or tie: no slip comes to the same share.
        int wrong = right + draw.between(3, 4);
        List<Integer> order = IntStream.range(-right, wrong + 2).boxed().collect(Collectors.toList());
        Collections.shuffle(order, draw.random());
        float[] chosen = draw.floats(order.size(), -9, -3);
        float[] rejected = chosen.clone();
        for (int pair = 0; pair < chosen.length; pair++) {
            int kind = order.get(pair);
            rejected[pair] += kind < 0 ? -draw.between(.3f, 1.5f) : kind < wrong ? draw.between(.3f, 1.5f) : 0;
        }
        float accuracy = preferences.rankingAccuracy(manager.create(chosen), manager.create(rejected));
        assertThatTensor(manager.create(accuracy))
                .as("the accuracy of %d right pairs, %d wrong ones and two ties, all rewards below 0,", right, wrong)
                .isNumber((double) right / chosen.length, TOLERANCE);
    }

    @Check("4.1.4.b/shapes-are-compared")
    void differentShapesAreRejectedByName(Preferences preferences, NDManager manager) {
        NDArray vector = manager.ones(new Shape(5));
        NDArray column = manager.ones(new Shape(5, 1));
        new Rejection("a column of rejected rewards beside a vector of chosen ones")
                .names(() -> preferences.rankingAccuracy(vector, column), new int[] {5}, new int[] {5, 1});
    }

    @Check("4.1.4.b/inputs-stay")
    void inputsStayAsTheyWere(Preferences preferences, NDManager manager, Draw draw, Watch watch) {
        PairBatch batch = PairBatch.drawn(draw);
        preferences.rankingAccuracy(manager.create(batch.chosen()), manager.create(batch.rejected()));
        watch.assertInputsUnchanged();
    }
}
