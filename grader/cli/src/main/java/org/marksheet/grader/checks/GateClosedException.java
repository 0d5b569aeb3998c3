package org.marksheet.grader.checks;

/** A check is not run any more, because of what earlier ones did. */
final class GateClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Outcome outcome;

    GateClosedException(Outcome outcome, String message) {
        super(message);
        this.outcome = outcome;
    }

    Outcome outcome() {
        return outcome;
    }
}
