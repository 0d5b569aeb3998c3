package org.marksheet.grader.gpu;

/** A GPU is asked for and cannot be used: nobody's fault who handed something in, so nothing is graded and no score changes. */
public final class NoGpuException extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;
    private final String step;

    /**
     * States why there is none.
     *
     * @param reason what is missing: {@code there is no NVIDIA driver}
     * @param step what to do about it: {@code Install it}
     */
    public NoGpuException(String reason, String step) {
        super("No GPU: " + reason + ". Nothing was graded, no score changed. " + step + ", or see docs/instructor.md#gpu.");
        this.reason = reason;
        this.step = step;
    }

    /** Returns what is missing. */
    public String reason() {
        return reason;
    }

    /** Returns what to do about it. */
    public String step() {
        return step;
    }
}
