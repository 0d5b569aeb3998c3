package org.marksheet.lab.log;

/** A run's folder that cannot be read or written, in words that name the file. */
public final class BrokenRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenRunException(String message, Throwable cause) {
        super(message, cause);
    }

    BrokenRunException(String message) {
        super(message);
    }
}
