package org.marksheet.grader.sandbox;

/**
 * What one worker may use up.
 *
 * @param memoryMib address space in MiB, or on a GPU what of it can be written to, at least {@value #LEAST_MEMORY_MIB}; the Java heap gets an eighth of it
 * @param cpuSeconds processor time of all its threads together, in whole seconds, at least 1
 * @param threads threads, at least 32; a worker at rest has 16
 */
public record Limits(int memoryMib, int cpuSeconds, int threads) {
    /** The least memory that Java and libtorch start with, in MiB. */
    public static final int LEAST_MEMORY_MIB = 1280;

    /** Checks the ranges. */
    public Limits {
        if (memoryMib < LEAST_MEMORY_MIB) {
            throw new IllegalArgumentException("--memory is " + memoryMib + " MiB, but a worker needs at least "
                    + LEAST_MEMORY_MIB + ". Give it more.");
        }
        if (cpuSeconds < 1) {
            throw new IllegalArgumentException("cpuSeconds is " + cpuSeconds + "; it must be at least 1.");
        }
        if (threads < 32) {
            throw new IllegalArgumentException("threads is " + threads + "; it must be at least 32.");
        }
    }

    /** Returns 2 GiB, two minutes of processor time and 64 threads. */
    public static Limits defaults() {
        return new Limits(2048, 120, 64);
    }

    /** Returns the same with 8 GiB, for workers that compute on GPUs: a guess, since CUDA holds memory of the machine for itself. */
    public static Limits onGpu() {
        return defaults().withMemoryMib(8192);
    }

    /** Returns the same limits with another amount of memory, in MiB. */
    public Limits withMemoryMib(int mib) {
        return new Limits(mib, cpuSeconds, threads);
    }

    /** Returns the same limits with another amount of processor time, in seconds. */
    public Limits withCpuSeconds(int seconds) {
        return new Limits(memoryMib, seconds, threads);
    }

    long memoryBytes() {
        return memoryMib * 1024L * 1024;
    }

    int heapMib() {
        return memoryMib / 8;
    }
}
