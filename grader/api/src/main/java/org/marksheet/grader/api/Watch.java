package org.marksheet.grader.api;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.function.Supplier;

/** Looks closer at a call than its result shows; a check asks for it as a parameter. */
public final class Watch {
    private final Subject subject;

    Watch(Subject subject) {
        this.subject = subject;
    }

    /**
     * Returns a call's result with its gradients, where each tensor result is a scalar.
     *
     * @param call calls one method of a contract
     * @param <R> what it returns
     */
    public <R> Derivatives<R> gradients(Supplier<R> call) {
        return subject.differentiate(Map.of(), call);
    }

    /**
     * Returns a call's result, a tensor of any shape, with its vector-Jacobian products.
     *
     * @param cotangent a tensor of the result's shape
     * @param call calls one method of a contract
     */
    public Derivatives<NDArray> gradients(NDArray cotangent, Supplier<NDArray> call) {
        return subject.differentiate(Map.of("", cotangent), call);
    }

    /**
     * Returns a call's result, a record with tensors, with its vector-Jacobian products.
     *
     * @param cotangents a tensor of the same shape for each component to go back from, by its name
     * @param call calls one method of a contract
     * @param <R> what it returns
     */
    public <R> Derivatives<R> gradients(Map<String, NDArray> cotangents, Supplier<R> call) {
        return subject.differentiate(cotangents, call);
    }

    /**
     * Returns a call's result, which is random: the diagnosis compares it by a statistic.
     *
     * @param statistic what to compare
     * @param call calls one method of a contract
     * @param <R> what it returns
     */
    public <R> R drawn(Statistic<R> statistic, Supplier<R> call) {
        return subject.drawn(statistic, call);
    }

    /**
     * Has the report draw a picture if this check fails from here on; a check that passes shows none. Of several
     * calls the first few pictures are kept, in order.
     *
     * @param picture for example what was answered beside what was expected
     */
    public void show(Picture picture) {
        subject.show(picture);
    }

    /**
     * Returns what a {@link org.marksheet.lab.tensor.Portable} argument was like after the latest call. It comes from the
     * submission's process: nothing but its types is sure.
     *
     * @param parameter the parameter's name
     * @param type what the argument's {@code parts()} are
     * @param <P> what the argument's {@code parts()} are
     */
    public <P extends Record> P partsAfter(String parameter, Class<P> type) {
        return subject.partsAfter(parameter, type);
    }

    /** Asserts that the latest call left all its arguments as they were. */
    public void assertInputsUnchanged() {
        if (!subject.changedArguments().isEmpty()) {
            throw new AssertionError("The method changes what it was given: "
                    + String.join(", ", subject.changedArguments())
                    + ". Inputs belong to the caller; methods whose name ends in i (addi, muli, ..) work in place.");
        }
    }
}
