package org.marksheet.grader.report;

import java.util.regex.Pattern;

/** Makes plain text mean itself in Markdown. */
final class MarkdownText {
    private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_\\[\\]<>&|~$#{}!]");
    private static final Pattern LINE_START = Pattern.compile("(?m)^([ \\t]*)([-+=:]|\\d+(?=[.)](?:\\s|$)))");

    private MarkdownText() {}

    /** Escapes a text that may have several lines; each stays a line. */
    static String escape(String text) {
        String escaped = SPECIAL.matcher(text).replaceAll("\\\\$0");
        escaped = LINE_START.matcher(escaped).replaceAll(match -> {
            String mark = match.group(2);
            boolean number = Character.isDigit(mark.charAt(0));
            // A number begins a list only with the dot after it, so something invisible goes between.
            return number ? mark + "&#8203;" : "\\\\" + mark;
        });
        // A forge would send a message to whoever is called "@name".
        // Two spaces keep a line end; four at the start of a line would begin code.
        return escaped.replace("@", "@&#8203;").replaceAll("\\n\\s*", "  \n");
    }

    /** Returns a text as a block of code whose fence is longer than any in the text. */
    static String fenced(String text) {
        int longest = 2;
        int run = 0;
        for (char c : text.toCharArray()) {
            run = c == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        String fence = "`".repeat(longest + 1);
        return fence + "text\n" + text + "\n" + fence;
    }
}
