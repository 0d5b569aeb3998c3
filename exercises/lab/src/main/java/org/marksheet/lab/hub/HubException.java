package org.marksheet.lab.hub;

/** Thrown when a model cannot be had: says which model, file or variable, what is wrong, and what to do next. */
public final class HubException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Names subject, problem and remedy.
     *
     * @param subject the model, file, variable or address
     * @param problem what is wrong, with values: a sentence without its subject
     * @param remedy what to do next, a sentence
     */
    public HubException(String subject, String problem, String remedy) {
        super(subject + ": " + problem + " " + remedy);
    }

    /**
     * Names subject, problem, remedy and cause.
     *
     * @param subject the model, file, variable or address
     * @param problem what is wrong, with values
     * @param remedy what to do next, a sentence
     * @param cause what was thrown below
     */
    public HubException(String subject, String problem, String remedy, Throwable cause) {
        super(subject + ": " + problem + " " + remedy, cause);
    }

    /**
     * Says all in one sentence.
     *
     * @param sentence with subject, problem and remedy
     */
    HubException(String sentence) {
        super(sentence);
    }
}
