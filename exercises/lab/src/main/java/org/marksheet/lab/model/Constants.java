package org.marksheet.lab.model;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.marksheet.lab.tensor.Parameters;
import org.marksheet.lab.tensor.Temporaries;

/**
 * Makes the scalars that a model multiplies with, and that live as long as its parameters.
 *
 * <p>A Java number as an operand would do only where no gradient is wanted: DJL frees the buffer behind it at the next garbage
 * collection, and a backward step after that reads other numbers.
 */
final class Constants {
    private final Parameters owner;

    Constants(Parameters owner) {
        this.owner = owner;
    }

    /** Returns a scalar float32. */
    NDArray scalar(double number) {
        NDArray scalar = owner.manager().create((float) number);
        Temporaries.keep(List.of(scalar));
        return scalar;
    }
}
