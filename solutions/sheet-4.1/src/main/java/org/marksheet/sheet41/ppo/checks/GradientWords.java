package org.marksheet.sheet41.ppo.checks;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/** Words about gradients that more than one check needs. */
final class GradientWords {
    private GradientWords() {}

    /** Asserts that a gradient is absent or zero: where there is no token, there is nothing to learn from. */
    static void assertNothingToLearn(String parameter, Optional<NDArray> gradient) {
        gradient.ifPresent(array -> {
            for (float number : array.toFloatArray()) {
                if (number != 0) {
                    throw new AssertionError("Without a response token nothing can be learnt: the gradient in "
                            + parameter + " should be 0, but contains " + number + ".");
                }
            }
        });
    }
}
