package org.marksheet.grader.checks;

/** A check has no value to look at: the method is open, gave no answer in time, or its process ended. */
final class NotRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotRunException(String message) {
        super(message);
    }
}
