package org.marksheet.worker.value;

/** Says in words that something is not what a contract declares. */
public final class MismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says so. */
    public MismatchException(String message) {
        super(message);
    }
}
