package org.marksheet.toy.mistakes;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.marksheet.grader.api.Mistake;
import org.marksheet.toy.ToyMeasures;

/** What goes wrong. */
public final class MeasuresMistakes {
    private MeasuresMistakes() {}

    @Mistake(value = "sum-for-mean", todo = "0.1.1.a")
    public static class SumForMean extends ToyMeasures {
        @Override
        public NDArray mean(NDArray numbers) {
            return numbers.sum();
        }
    }

    @Mistake(value = "cut-graph", todo = "0.1.1.a")
    public static class CutGraph extends ToyMeasures {
        @Override
        public NDArray mean(NDArray numbers) {
            return super.mean(numbers).stopGradient();
        }
    }

    @Mistake(value = "strictly-greater", todo = "0.1.1.b")
    public static class StrictlyGreater extends ToyMeasures {
        @Override
        public int atLeast(List<Integer> numbers, int bound) {
            return super.atLeast(numbers, bound + 1);
        }
    }
}
