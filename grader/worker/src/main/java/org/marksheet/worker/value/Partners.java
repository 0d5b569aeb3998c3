package org.marksheet.worker.value;

import ai.djl.ndarray.NDManager;

/** The objects of one call that stay where they are: numbered on one side, stood in for on the other. */
public interface Partners {
    /**
     * Returns the number under which the other side can ask an object.
     *
     * @param type the interface it is asked through
     * @param object what stays here
     */
    int number(Class<?> type, Object object);

    /**
     * Returns the object behind a number, or a stand-in that asks for its answers.
     *
     * @param type the interface it is asked through
     * @param number as {@link #number} gave it on the side where the object is
     * @param manager owns the tensors of a stand-in's answers
     */
    Object partner(Class<?> type, int number, NDManager manager);
}
