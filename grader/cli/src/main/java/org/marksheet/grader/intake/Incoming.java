package org.marksheet.grader.intake;

/** What became of one folder or zip: a {@link Submission}, or a {@link Rejected} one with the reason. */
public sealed interface Incoming permits Submission, Rejected {
    /** Returns a name that no other one of the same intake has and that can be a folder's name anywhere. */
    String name();
}
