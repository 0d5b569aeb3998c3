package org.marksheet.toy.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.marksheet.grader.api.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.marksheet.grader.api.Check;
import org.marksheet.grader.api.Derivatives;
import org.marksheet.grader.api.Draw;
import org.marksheet.grader.api.Watch;
import org.marksheet.toy.Measures;

/** What the two methods must do. */
public class MeasuresChecks {
    @Check(value = "0.1.1.a/by-hand", stands = "numbers that a student can redo by hand")
    void meanByHand(Measures measures, NDManager manager) {
        assertThatTensor(measures.mean(manager.create(new float[] {1, 2, 6}))).as("the mean of 1, 2 and 6")
                .hasShape().isNumber(3, 1e-5);
    }

    @Check(value = "0.1.1.a/drawn", stands = "an answer learnt by heart fits known numbers only")
    void meanOfFreshNumbers(Measures measures, NDManager manager, Draw draw) {
        float[] numbers = draw.floats(draw.between(2, 6), 3, 9);
        double sum = 0;
        for (float number : numbers) {
            sum += number;
        }
        assertThatTensor(measures.mean(manager.create(numbers))).as("the mean").isNumber(sum / numbers.length, 1e-5);
    }

    @Check("0.1.1.a/slope")
    void slope(Measures measures, NDManager manager, Watch watch) {
        Derivatives<NDArray> mean = watch.gradients(() -> measures.mean(manager.create(new float[] {1, 2, 6, 7})));
        assertThatTensor(mean.gradient("numbers")).as("the gradient in each number")
                .isCloseTo(new double[] {.25, .25, .25, .25}, 1e-5);
    }

    @Check("0.1.1.b/equal-counts")
    void equalCounts(Measures measures) {
        assertThat(measures.atLeast(List.of(4, 5, 6, 5), 5)).as("how many of 4, 5, 6, 5 are at least 5").isEqualTo(3);
    }

    @Check(value = "0.1.1.b/none", stands = "the edge of the definition")
    void none(Measures measures) {
        assertThat(measures.atLeast(List.of(), 5)).as("how many of none are at least 5").isZero();
    }
}
