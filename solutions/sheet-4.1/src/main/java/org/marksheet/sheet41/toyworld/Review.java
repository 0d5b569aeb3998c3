package org.marksheet.sheet41.toyworld;

/**
 * A film review with its label.
 *
 * @param text as people write it, in lower case
 * @param isPositive whether it was drawn as a positive one
 */
public record Review(String text, boolean isPositive) {}
