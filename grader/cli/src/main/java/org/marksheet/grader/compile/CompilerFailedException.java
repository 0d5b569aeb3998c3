package org.marksheet.grader.compile;

/** The compiler process cannot be used: a fault of the machine or the grader, which costs nobody points. */
public final class CompilerFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CompilerFailedException(String message) {
        super(message);
    }

    CompilerFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
