package org.marksheet.sheet41.selfcheck;

import org.opentest4j.AssertionFailedError;
import org.opentest4j.ValueWrapper;

/** A failed self-check: what is, what should be, and where to look. */
final class WrongAnswer extends AssertionFailedError {
    private static final long serialVersionUID = 1L;

    private final String hint;

    /**
     * Takes over what an assertion said.
     *
     * @param assertion its message, and the values if it names them
     * @param hint where to look, or empty
     */
    WrongAnswer(Throwable assertion, String hint) {
        super(assertion.getMessage(), expected(assertion), actual(assertion));
        this.hint = hint;
    }

    /** Returns where to look, or an empty string. */
    String hint() {
        return hint;
    }

    /** Returns message and hint, the head of the stack trace that an IDE shows. */
    @Override
    public String toString() {
        return hint.isEmpty() ? getMessage() : getMessage() + "\nHint: " + hint;
    }

    private static ValueWrapper expected(Throwable assertion) {
        return assertion instanceof AssertionFailedError failed ? failed.getExpected() : null;
    }

    private static ValueWrapper actual(Throwable assertion) {
        return assertion instanceof AssertionFailedError failed ? failed.getActual() : null;
    }
}
