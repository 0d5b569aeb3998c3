package org.marksheet.grader.sheet;

import java.util.List;

/** A fault of the sheet's author: each problem names the file, the line, what is wrong and the next step. */
public final class SheetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The problems, in the order of the file. */
    private final transient List<String> problems;

    /** Makes an exception whose message is the problems, one a line. */
    public SheetException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** Returns the problems, in the order of the file. */
    public List<String> problems() {
        return problems;
    }
}
