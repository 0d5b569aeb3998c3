package org.marksheet.lab.model.transformer;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.marksheet.lab.tensor.Parameters;
import org.marksheet.lab.tensor.Temporaries;

/**
 * Makes the numbers that a model multiplies with, and that live as long as its parameters.
 *
 * <p>A Java number as an operand would do only where no gradient is wanted: DJL frees the buffer behind it at the next garbage
 * collection, and a backward step after that reads other numbers.
 */
public final class Constants {
    private final Parameters owner;

    /**
     * Begins to make constants of a model.
     *
     * @param owner the model's parameters; they close the constants with themselves
     */
    public Constants(Parameters owner) {
        this.owner = owner;
    }

    /** Returns a scalar float32. */
    public NDArray scalar(double number) {
        NDArray scalar = owner.manager().create((float) number);
        Temporaries.keep(List.of(scalar));
        return scalar;
    }

    /** Returns a vector [n] float32 of n numbers. */
    public NDArray vector(float[] numbers) {
        NDArray vector = owner.manager().create(numbers);
        Temporaries.keep(List.of(vector));
        return vector;
    }
}
