package org.marksheet.grader.sheet;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the formulas of a Markdown text, as forges do: {@code $a$} in a line and {@code $$a$$} displayed, not in code.
 *
 * <p>This runs before the Markdown parser: otherwise a line of a formula that begins with {@code -} or {@code =}
 * would become a list or a heading, and {@code _} emphasis.
 */
final class FormulaScanner {
    private final String text;
    private final List<Placed> found = new ArrayList<>();
    private int line = 1;

    private FormulaScanner(String text) {
        this.text = text;
    }

    /**
     * A formula and where it stands.
     *
     * @param start index of its first dollar sign
     * @param end index after its last dollar sign
     * @param line of its first dollar sign, from 1
     */
    record Placed(Formula formula, int start, int end, int line) {}

    /**
     * Returns the formulas in the order of the text.
     *
     * @throws UnclosedFormula if {@code $$} has no partner
     */
    static List<Placed> scan(String text) {
        FormulaScanner scanner = new FormulaScanner(text);
        scanner.run();
        return scanner.found;
    }

    private void run() {
        CodeFence fence = new CodeFence();
        int at = 0;
        boolean lineStart = true;
        while (at < text.length()) {
            if (lineStart) {
                int end = lineEnd(at);
                if (fence.covers(text.substring(at, end))) {
                    at = Math.min(text.length(), end + 1);
                    line++;
                    continue;
                }
                lineStart = false;
            }
            char c = text.charAt(at);
            if (c == '\n') {
                line++;
                lineStart = true;
                at++;
            } else if (c == '\\') {
                // Not past a line end, which must be seen.
                at += at + 1 < text.length() && text.charAt(at + 1) != '\n' ? 2 : 1;
            } else if (c == '`') {
                at = afterCode(at);
            } else if (c == '$') {
                at = afterDollar(at);
            } else {
                at++;
            }
        }
    }

    private int afterCode(int at) {
        int run = runLength(at, '`');
        String marks = text.substring(at, at + run);
        int close = text.indexOf(marks, at + run);
        while (close >= 0 && close < paragraphEnd(at)) {
            int length = runLength(close, '`');
            if (length == run) {
                countLines(at, close);
                return close + run;
            }
            close = text.indexOf(marks, close + length);
        }
        return at + run;
    }

    private int afterDollar(int at) {
        if (text.startsWith("$$", at)) {
            int close = text.indexOf("$$", at + 2);
            if (close < 0 || close > paragraphEnd(at)) {
                throw new UnclosedFormula(line);
            }
            add(at, close + 2, 2, true);
            return close + 2;
        }
        int close = inlineClose(at);
        if (close < 0) {
            return at + 1;
        }
        add(at, close + 1, 1, false);
        return close + 1;
    }

    private int inlineClose(int at) {
        if (at + 1 >= text.length() || Character.isWhitespace(text.charAt(at + 1))) {
            return -1;
        }
        int end = paragraphEnd(at);
        for (int i = at + 1; i < end; i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '`') {
                // Code binds tighter.
                return -1;
            } else if (c == '$') {
                // "$5 and $6" is money, not a formula.
                boolean space = Character.isWhitespace(text.charAt(i - 1));
                boolean digit = i + 1 < text.length() && Character.isDigit(text.charAt(i + 1));
                return space || digit ? -1 : i;
            }
        }
        return -1;
    }

    private void add(int start, int end, int marks, boolean display) {
        String tex = text.substring(start + marks, end - marks).strip();
        found.add(new Placed(new Formula(tex, display), start, end, line));
        countLines(start, end);
    }

    private void countLines(int from, int to) {
        line += (int) text.substring(from, to).chars().filter(c -> c == '\n').count();
    }

    private int lineEnd(int at) {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    private int paragraphEnd(int at) {
        int end = at;
        do {
            end = lineEnd(end) + 1;
        } while (end < text.length() && !text.substring(end, lineEnd(end)).isBlank());
        return Math.min(end, text.length());
    }

    private int runLength(int at, char mark) {
        int end = at;
        while (end < text.length() && text.charAt(end) == mark) {
            end++;
        }
        return end - at;
    }

    /** A displayed formula without an end. */
    static final class UnclosedFormula extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** Where it begins, from 1. */
        private final int line;

        UnclosedFormula(int line) {
            super("a formula begins with \"$$\" and does not end in its paragraph. Close it with \"$$\".");
            this.line = line;
        }

        int line() {
            return line;
        }
    }
}
