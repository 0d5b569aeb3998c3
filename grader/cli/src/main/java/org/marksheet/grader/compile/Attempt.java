package org.marksheet.grader.compile;

import java.util.List;
import java.util.Map;

/** How one attempt to compile some files together ended. */
sealed interface Attempt {
    /** All of it compiles. */
    record Compiled(Map<String, byte[]> classes) implements Attempt {}

    /** Javac found errors. */
    record Errors(List<Finding> findings) implements Attempt {}

    /** The process ended before it looked at any file, and was replaced. */
    record NotBegun() implements Attempt {}

    /**
     * Javac did not come back from one file, and its process was replaced.
     *
     * @param suspect the file's path, or empty if it was at work on all of them
     * @param how what is known about it
     */
    record Lost(String suspect, How how) implements Attempt {}

    /** How javac can get lost. */
    enum How {
        /** It was not through in time. */
        SLOW,
        /** The process ended, most likely for want of memory. */
        DIED,
        /** An exception within javac, most likely a stack overflow. */
        GAVE_UP
    }
}
