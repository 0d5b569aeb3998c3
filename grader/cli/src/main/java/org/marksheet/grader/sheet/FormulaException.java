package org.marksheet.grader.sheet;

/** A formula that KaTeX does not understand; the message says why. */
public final class FormulaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes an exception with KaTeX's words. */
    public FormulaException(String message) {
        super(message);
    }
}
