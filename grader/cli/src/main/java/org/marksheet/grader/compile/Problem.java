package org.marksheet.grader.compile;

/**
 * Why a file was not compiled, in words for its author.
 *
 * @param file canonical path, {@code org/marksheet/.../ClippedPpoObjective.java}
 * @param line counted from 1, or 0 if it is about the whole file
 * @param message what to put right
 * @param quotedLine the line, without indentation; empty if {@code line} is 0
 */
public record Problem(String file, long line, String message, String quotedLine) {
    /** Returns place and message, {@code ClippedPpoObjective.java:17: ';' missing after "ratio".} */
    public String sentence() {
        String name = file.substring(file.lastIndexOf('/') + 1);
        return name + (line > 0 ? ":" + line : "") + ": " + message;
    }

    static Problem ofWhole(String file, String message) {
        return new Problem(file, 0, message, "");
    }
}
