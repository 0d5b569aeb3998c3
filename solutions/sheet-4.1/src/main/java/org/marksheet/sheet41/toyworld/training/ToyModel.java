package org.marksheet.sheet41.toyworld.training;

import java.util.Arrays;
import java.util.Locale;

/** The models of the sheet, in the order in which they are made. */
enum ToyModel {
    /** A language model of reviews. */
    BASE,
    /** A classifier of reviews. */
    SENTIMENT,
    /** The language model, tuned to follow instructions. */
    INSTRUCT,
    /** A reward model of answers to instructions. */
    HELPFULNESS;

    /**
     * Returns the model of a name.
     *
     * @throws IllegalArgumentException if there is none; says which there are
     */
    static ToyModel of(String name) {
        return Arrays.stream(values()).filter(model -> model.folder().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no model " + name + "; there are "
                        + Arrays.stream(values()).map(ToyModel::folder).toList()));
    }

    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }
}
