package org.marksheet.sheet41;

import java.util.List;

/**
 * An exercise of the sheet with methods to write.
 *
 * @param id the exercise as the sheet counts it, {@code 4.1.9}
 * @param title its heading in the sheet
 * @param todos what is to be written, in the sheet's order
 */
public record Exercise(String id, String title, List<Todo> todos) {
    /** Copies the list. */
    public Exercise {
        todos = List.copyOf(todos);
    }
}
