package org.marksheet.lab.todo;

/**
 * Thrown by a TODO method that nobody has written yet.
 *
 * <p>A self-check that meets it is skipped, a hidden check counts it as open. Delete the line that
 * throws it when you write the method.
 */
public final class OpenTodo extends UnsupportedOperationException {
    private static final long serialVersionUID = 1L;

    private final String id;

    /**
     * Says that a TODO is still open.
     *
     * @param id the TODO as the sheet counts it, for example {@code 4.1.9.a}
     */
    public OpenTodo(String id) {
        super("TODO " + id + " is still open.");
        this.id = id;
    }

    /** Returns the TODO as the sheet counts it. */
    public String id() {
        return id;
    }
}
