package org.marksheet.grader.api;

/**
 * A partner that a check hands to a contract and that has a memory, such as a scripted language model.
 *
 * <p>The diagnosis asks for a fresh one for each mistake that it plays the calls to.
 */
public interface Scripted {
    /** Returns the same partner as it was before its first question. */
    Object fresh();
}
