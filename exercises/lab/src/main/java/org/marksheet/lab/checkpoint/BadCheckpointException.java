package org.marksheet.lab.checkpoint;

import java.nio.file.Path;

/** Thrown when a file of a checkpoint is not what it should be: says the file, what is wrong, and what to do next. */
public final class BadCheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Names file, problem and remedy.
     *
     * @param file the file or folder
     * @param problem what is wrong, with values: a sentence without its subject's file
     * @param remedy what to do next, a sentence
     */
    public BadCheckpointException(Path file, String problem, String remedy) {
        super(file + ": " + problem + " " + remedy);
    }

    /**
     * Names file, problem, remedy and cause.
     *
     * @param file the file or folder
     * @param problem what is wrong, with values
     * @param remedy what to do next, a sentence
     * @param cause what was thrown below
     */
    public BadCheckpointException(Path file, String problem, String remedy, Throwable cause) {
        super(file + ": " + problem + " " + remedy, cause);
    }
}
