package org.marksheet.sheet41.generation;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.marksheet.lab.model.LanguageModel;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.lab.todo.OpenTodo;

/**
 * Exercise 4.1.2: your generation of a batch of responses.
 *
 * <p>What the method must do stands in {@link Generation}. Run {@code mvn test -Dexercise=4.1.2.f} when you have
 * written it. For tensors of your own, ask {@link org.marksheet.lab.tensor.Torch#scopeManager()} for a manager.
 */
public class BatchGeneration implements Generation {
    @Override
    public NDArray generate(
            LanguageModel model,
            Sampling sampling,
            List<long[]> prompts,
            GenerationOptions options,
            StoppingCriterion stopping,
            RandomSource random) {
        // TODO 4.1.2.f: pad on the left, then one token of each row at a time until all rows have ended.
        throw new OpenTodo("4.1.2.f");
    }
}
