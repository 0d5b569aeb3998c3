package org.marksheet.sheet41.selfcheck;

/** How a self-check, or a TODO by all its self-checks, stands. */
enum Standing {
    /** Right as far as the self-checks can tell. */
    DONE,
    /** Written, and something is not right. */
    WRONG,
    /** Not yet written. */
    OPEN
}
