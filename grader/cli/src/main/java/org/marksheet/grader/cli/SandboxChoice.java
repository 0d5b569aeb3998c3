package org.marksheet.grader.cli;

/** Values of {@code --sandbox}. */
enum SandboxChoice {
    /** The strongest that works here; refuses if there is none. */
    AUTO,
    /** Bubblewrap. */
    BWRAP,
    /** No walls: only for code that one trusts. */
    NONE
}
