package org.marksheet.toy.proofs;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.marksheet.grader.api.Alternative;
import org.marksheet.grader.api.Lookalike;
import org.marksheet.toy.ToyMeasures;

/** Written once more. */
public final class MeasuresProofs {
    private MeasuresProofs() {}

    @Alternative("the engine's own mean, and a loop")
    public static class EngineAndLoop extends ToyMeasures {
        @Override
        public NDArray mean(NDArray numbers) {
            return numbers.mean();
        }

        @Override
        public int atLeast(List<Integer> numbers, int bound) {
            int count = 0;
            for (int number : numbers) {
                count += number < bound ? 0 : 1;
            }
            return count;
        }
    }

    @Lookalike(todo = "0.1.1.a", of = "sum-for-mean")
    public static class AddedUp extends ToyMeasures {
        @Override
        public NDArray mean(NDArray numbers) {
            NDArray sum = numbers.get(0);
            for (int i = 1; i < numbers.size(); i++) {
                sum = sum.add(numbers.get(i));
            }
            return sum;
        }
    }

    @Lookalike(todo = "0.1.1.a")
    public static class Median extends ToyMeasures {
        @Override
        public NDArray mean(NDArray numbers) {
            return numbers.median();
        }
    }
}
