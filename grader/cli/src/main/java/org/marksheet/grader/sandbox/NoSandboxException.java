package org.marksheet.grader.sandbox;

/** The machine has no sandbox: nobody's fault who handed something in, so nothing is graded and no score changes. */
public final class NoSandboxException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * States why there is no sandbox.
     *
     * @param reason what is missing or failed: {@code bwrap is missing}
     * @param step what to do about it: {@code Install bubblewrap}
     */
    public NoSandboxException(String reason, String step) {
        super("No sandbox: " + reason + ". Nothing was graded, no score changed. " + step
                + ", or see docs/instructor.md#sandbox.");
    }
}
