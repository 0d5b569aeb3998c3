package org.marksheet.lab.log;

import java.nio.file.Path;

/** Thrown when a file of a run is not what it should be: says the file, what is wrong, and what to do next. */
public final class BadRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Names file, problem and remedy.
     *
     * @param file the file or folder
     * @param problem what is wrong, with values: a sentence without its subject
     * @param remedy what to do next, a sentence
     */
    public BadRunException(Path file, String problem, String remedy) {
        super(file + " " + problem + " " + remedy);
    }

    /**
     * Names file, problem, remedy and cause.
     *
     * @param file the file or folder
     * @param problem what is wrong, with values: a sentence without its subject
     * @param remedy what to do next, a sentence
     * @param cause what was thrown below
     */
    public BadRunException(Path file, String problem, String remedy, Throwable cause) {
        super(file + " " + problem + " " + remedy, cause);
    }
}
