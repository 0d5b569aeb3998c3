package org.marksheet.grader.api;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Whatever is being checked: a student's classes behind proxies, or a variant in this process. */
public interface Subject {
    /**
     * Returns the subject's implementation of a contract.
     *
     * @param contract the interface
     * @param <C> the interface
     * @return a proxy; never null
     */
    <C> C implementation(Class<C> contract);

    /** Returns the seed that randomised inputs of this run are drawn from. */
    long seed();

    /**
     * Says that a check begins, so that its time counts from now.
     *
     * @param check the check's id
     * @throws RuntimeException if the check is not to be run any more, saying why
     */
    void begin(String check);

    /**
     * Makes the one call of a contract within {@code call} also return gradients.
     *
     * @param cotangents a tensor for each tensor result by component name, or by {@code ""} where the result
     *     itself is a tensor; for a scalar that is not named here, one
     * @param call calls one method of one contract
     * @param <R> what it returns
     * @return the value and the vector-Jacobian products
     */
    <R> Derivatives<R> differentiate(Map<String, NDArray> cotangents, Supplier<R> call);

    /**
     * Makes the diagnosis compare the one call of a contract within {@code call} by a statistic.
     *
     * @param statistic what to compare
     * @param call calls one method of one contract
     * @param <R> what it returns
     * @return the value
     */
    <R> R drawn(Statistic<R> statistic, Supplier<R> call);

    /**
     * Keeps a picture for the report, which shows it if the check that runs fails.
     *
     * @param picture what to draw
     */
    void show(Picture picture);

    /**
     * Returns what a {@link org.marksheet.lab.tensor.Portable} argument was like after the latest call. It comes from the
     * submission's process: nothing but its types is sure.
     *
     * @param parameter the parameter's name
     * @param type what the argument's {@code parts()} are
     * @param <P> what the argument's {@code parts()} are
     */
    <P extends Record> P partsAfter(String parameter, Class<P> type);

    /** Returns the names of the arguments that the latest call changed. */
    List<String> changedArguments();
}
