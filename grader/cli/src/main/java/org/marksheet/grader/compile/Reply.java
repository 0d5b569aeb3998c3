package org.marksheet.grader.compile;

import java.util.List;
import java.util.Map;

/** What the compiler process says. */
sealed interface Reply {
    /** It is warm and takes sources. */
    record Ready() implements Reply {}

    /**
     * It begins a phase of one file; if nothing else comes, this file is to blame.
     *
     * @param path canonical path, or empty for a phase of all files
     */
    record Working(String path) implements Reply {}

    /**
     * It is through.
     *
     * @param gaveUp whether javac itself broke down, so that the process should not be used again
     * @param classes class files by binary name; empty if anything was found
     * @param findings errors
     */
    record Done(boolean gaveUp, Map<String, byte[]> classes, List<Finding> findings) implements Reply {}

    /** Its output ended or makes no sense. */
    record Ended() implements Reply {}
}
