package org.marksheet.grader.sheet;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Follows a Markdown text line by line and knows whether it is inside a fenced block of code. */
final class CodeFence {
    private static final Pattern FENCE = Pattern.compile("^\\s*(?:[-*+]\\s+|>\\s*)*(`{3,}|~{3,})(.*)$");

    private String open;

    /** Takes the next line; returns whether it belongs to a block of code, fences included. */
    boolean covers(String line) {
        Matcher fence = FENCE.matcher(line);
        if (open == null) {
            if (fence.matches() && !(fence.group(1).startsWith("`") && fence.group(2).contains("`"))) {
                open = fence.group(1);
                return true;
            }
            return false;
        }
        if (fence.matches() && fence.group(1).startsWith(open) && fence.group(2).isBlank()) {
            open = null;
        }
        return true;
    }
}
