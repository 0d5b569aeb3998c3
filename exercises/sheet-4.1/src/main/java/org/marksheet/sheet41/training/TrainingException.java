package org.marksheet.sheet41.training;

/** A run that cannot go on, in words for the person who started it. */
public final class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong and what to do. */
    public TrainingException(String message) {
        super(message);
    }

    /** Says what is wrong and what to do. */
    public TrainingException(String message, Throwable cause) {
        super(message, cause);
    }
}
