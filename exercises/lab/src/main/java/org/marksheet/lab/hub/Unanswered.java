package org.marksheet.lab.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Thrown when a server gave no answer, broke off, or asked to come back later: another try may do better. */
final class Unanswered extends IOException {
    private static final long serialVersionUID = 1L;

    private final String remedy;
    private final boolean reached;
    private final transient Optional<Duration> retryAfter;

    private Unanswered(String problem, String remedy, boolean reached, Optional<Duration> retryAfter, Exception cause) {
        super(problem, cause);
        this.remedy = remedy;
        this.reached = reached;
        this.retryAfter = retryAfter;
    }

    /**
     * There was no whole answer.
     *
     * @param problem a sentence without its end
     */
    static Unanswered unreached(String problem, String remedy, Exception cause) {
        return new Unanswered(problem, remedy, false, Optional.empty(), cause);
    }

    /**
     * The server is there, but not at work for us.
     *
     * @param problem a sentence without its end
     * @param retryAfter how long it wants us to wait, if it says so
     */
    static Unanswered busy(String problem, String remedy, Optional<Duration> retryAfter) {
        return new Unanswered(problem, remedy, true, retryAfter, null);
    }

    boolean reached() {
        return reached;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** Returns what to throw when there are no more tries. */
    HubException givenUp(String subject) {
        return new HubException(subject, getMessage() + ".", remedy, this);
    }
}
