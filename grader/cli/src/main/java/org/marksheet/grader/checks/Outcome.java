package org.marksheet.grader.checks;

/** How a check ended. */
public enum Outcome {
    /** As it should be. */
    PASSED,
    /** A wrong value. */
    FAILED,
    /** The submission threw an exception, or its process ended. */
    THREW,
    /** No answer in time. */
    TIMEOUT,
    /** Not yet written. */
    TODO,
    /** The TODO class does not compile. */
    UNCOMPILED
}
