package org.marksheet.sheet41.ppo;

import java.util.List;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.lab.todo.OpenTodo;

/**
 * Exercise 4.1.9, last part: your PPO update.
 *
 * <p>What it must do stands in {@link PpoUpdate}. Write it, run {@code mvn test -Dexercise=4.1.9}, and then train a model with it:
 * {@code mvn -q compile exec:java@train}.
 */
public class MiniBatchPpoUpdate implements PpoUpdate {
    @Override
    public Rollout ppoUpdate(
            Learner learner,
            List<long[]> prompts,
            Scorer scorer,
            PpoParts parts,
            PpoOptions options,
            RandomSource random) {
        // TODO 4.1.9.e: everything is there; what counts is the order. Which numbers are computed once, which for every step?
        throw new OpenTodo("4.1.9.e");
    }
}
