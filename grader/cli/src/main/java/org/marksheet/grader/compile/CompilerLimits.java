package org.marksheet.grader.compile;

import java.time.Duration;

/**
 * What a submission may cost the compiler.
 *
 * @param submission time for all files of one submission, repetitions included; starting a new process is not
 *     counted
 * @param start time until a new process is ready
 * @param sourceBytes size of one file
 * @param heapMiB heap of the process
 */
public record CompilerLimits(Duration submission, Duration start, int sourceBytes, int heapMiB) {
    /** Rejects what is not positive. */
    public CompilerLimits {
        if (submission.isNegative() || submission.isZero() || start.isNegative() || start.isZero()) {
            throw new IllegalArgumentException("limits: durations must be positive");
        }
        if (sourceBytes < 1 || heapMiB < 1) {
            throw new IllegalArgumentException("limits: sourceBytes and heapMiB must be positive");
        }
    }

    /** Returns 20 s a submission, 60 s to start, 1 MiB a file and a heap of 256 MiB. */
    public static CompilerLimits defaults() {
        return new CompilerLimits(Duration.ofSeconds(20), Duration.ofSeconds(60), 1 << 20, 256);
    }
}
