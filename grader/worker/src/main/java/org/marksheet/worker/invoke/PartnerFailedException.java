package org.marksheet.worker.invoke;

/** The pipe to a partner broke, or the partner itself failed: no fault of the code that asked it. */
public final class PartnerFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what happened. */
    public PartnerFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
