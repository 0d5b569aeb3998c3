package org.marksheet.sheet41.generation.checks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.function.Function;
import org.marksheet.grader.api.Scripted;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.lab.tensor.SeededRandom;
import org.marksheet.lab.tensor.Torch;

/** A random source that can begin again. */
final class ScriptedRandom implements RandomSource, Scripted {
    private final Function<NDManager, RandomSource> beginning;
    private final RandomSource numbers;

    private ScriptedRandom(NDManager manager, Function<NDManager, RandomSource> beginning) {
        this.beginning = beginning;
        this.numbers = beginning.apply(manager);
    }

    /**
     * Returns a source that begins at a seed.
     *
     * @param manager owns the numbers, at least as long as the call of the contract lasts
     * @param seed any number
     */
    static ScriptedRandom of(NDManager manager, long seed) {
        return new ScriptedRandom(manager, owner -> new SeededRandom(owner, seed));
    }

    /** Returns a source that always gives the same number. */
    static ScriptedRandom always(NDManager manager, float number) {
        return new ScriptedRandom(manager, owner -> shape -> owner.full(new Shape(shape), number));
    }

    @Override
    public NDArray uniform(long... shape) {
        return numbers.uniform(shape);
    }

    @Override
    public Object fresh() {
        // A replay takes place within a scope that closes what is drawn.
        return new ScriptedRandom(Torch.scopeManager(), beginning);
    }
}
