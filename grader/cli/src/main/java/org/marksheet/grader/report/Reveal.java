package org.marksheet.grader.report;

/** How much a report tells a student about a check that failed. */
public enum Reveal {
    /** Which checks passed and which did not. */
    NONE,
    /** Also which known mistake it looks like, and how the code stopped. */
    MISTAKE,
    /** Also the message and a case with input, answer and expected value. */
    EXAMPLE
}
