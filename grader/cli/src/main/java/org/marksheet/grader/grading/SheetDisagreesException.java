package org.marksheet.grader.grading;

import java.util.List;

/** A sheet's text and its checks do not list the same ids. */
public final class SheetDisagreesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SheetDisagreesException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
    }
}
