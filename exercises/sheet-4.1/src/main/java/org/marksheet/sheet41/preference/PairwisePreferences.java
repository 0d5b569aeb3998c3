package org.marksheet.sheet41.preference;

import ai.djl.ndarray.NDArray;
import org.marksheet.lab.todo.OpenTodo;

/**
 * Exercise 4.1.4: what your reward model learns from pairs.
 *
 * <p>What the method must do stands in {@link Preferences}. Run {@code mvn test -Dexercise=4.1.4} when you have
 * written it. Helper methods and fields of your own are welcome.
 */
public class PairwisePreferences implements Preferences {
    @Override
    public NDArray bradleyTerryLoss(NDArray chosen, NDArray rejected, NDArray margin) {
        // TODO 4.1.4.a: how far is the chosen answer ahead? -logsigmoid(x) is softPlus(-x), in ai.djl.nn.Activation.
        throw new OpenTodo("4.1.4.a");
    }

    @Override
    public float rankingAccuracy(NDArray chosen, NDArray rejected) {
        // TODO 4.1.4.b: which comparison is false for a tie? Its result is boolean: toType makes numbers of it.
        throw new OpenTodo("4.1.4.b");
    }
}
