package org.marksheet.grader.api;

import java.util.function.Function;

/**
 * What of a random result the diagnosis compares: two right answers differ, their statistics hardly do.
 *
 * @param of the numbers to compare, such as the share of draws of each token
 * @param tolerance how far apart two of these numbers may lie by chance
 * @param <R> the result's type
 */
public record Statistic<R>(Function<R, double[]> of, double tolerance) {}
