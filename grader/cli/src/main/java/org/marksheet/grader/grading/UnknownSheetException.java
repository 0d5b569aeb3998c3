package org.marksheet.grader.grading;

import java.util.List;

/** There is no sheet of that name. */
public final class UnknownSheetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownSheetException(String id, List<String> known) {
        super("There is no sheet \"" + id + "\"; there " + (known.size() == 1 ? "is " : "are ")
                + String.join(", ", known) + " (--sheet).");
    }
}
