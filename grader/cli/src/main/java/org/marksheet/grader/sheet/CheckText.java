package org.marksheet.grader.sheet;

import java.math.BigDecimal;

/**
 * A row of a TODO's table of checks.
 *
 * @param id {@code 4.1.9.a/clips-for-both-signs}
 * @param points exact, above 0
 * @param looksAt what the check looks at, in a few words of Markdown
 * @param line its line in the sheet, from 1
 */
public record CheckText(String id, BigDecimal points, String looksAt, int line) {
    /** Returns the part of the id after the slash. */
    public String slug() {
        return id.substring(id.indexOf('/') + 1);
    }
}
