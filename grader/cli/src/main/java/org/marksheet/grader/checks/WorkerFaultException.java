package org.marksheet.grader.checks;

/** A fault of the machine or the grader: the submission keeps no score and is taken up again. */
public final class WorkerFaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WorkerFaultException(String message, Throwable cause) {
        super(message, cause);
    }
}
