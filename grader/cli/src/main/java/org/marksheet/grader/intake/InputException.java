package org.marksheet.grader.intake;

/** The paths given lead to no submission at all; the message says what was looked for. */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InputException(String message) {
        super(message);
    }
}
