package org.marksheet.grader.checks;

/** The submission threw something that is not passed on under its own type. */
final class SubmissionThrewException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SubmissionThrewException(String message) {
        super(message);
    }
}
