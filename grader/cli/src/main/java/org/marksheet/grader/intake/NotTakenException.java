package org.marksheet.grader.intake;

/** One submission cannot be taken; the message is a sentence without the submission's name. */
final class NotTakenException extends Exception {
    private static final long serialVersionUID = 1L;

    NotTakenException(String message) {
        super(message);
    }

    NotTakenException(String message, Throwable cause) {
        super(message, cause);
    }
}
