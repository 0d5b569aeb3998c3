package org.marksheet.grader.checks;

import java.util.List;
import org.marksheet.grader.api.Picture;

/**
 * A case in which a check failed.
 *
 * @param input the arguments of the latest call, one {@code name = value} a line
 * @param yours what the submission answered
 * @param expected what was expected
 * @param pictures what the check shows of it
 */
public record Example(String input, String yours, String expected, List<Picture> pictures) {
    /** Copies the list. */
    public Example {
        pictures = List.copyOf(pictures);
    }

    /** Makes a case without pictures. */
    public Example(String input, String yours, String expected) {
        this(input, yours, expected, List.of());
    }
}
