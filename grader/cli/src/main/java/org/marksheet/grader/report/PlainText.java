package org.marksheet.grader.report;

/** Makes a submission's strings fit for a page: no control characters, no endless ones. */
final class PlainText {
    private PlainText() {}

    /**
     * Returns a text without characters that are invisible or turn the direction of writing, which could make a
     * page show something other than what is there.
     */
    static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.replace("\r\n", "\n").codePoints().filter(PlainText::visible).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    /** Returns a clean text of at most so many characters, and says how many are missing. */
    static String clean(String text, int limit) {
        String clean = clean(text);
        if (clean.length() <= limit) {
            return clean;
        }
        int end = Character.isHighSurrogate(clean.charAt(limit - 1)) ? limit - 1 : limit;
        return clean.substring(0, end) + " … (" + (clean.length() - end) + " more characters)";
    }

    /** Returns a clean text in one line, for names and headings. */
    static String name(String text) {
        return clean(text, 200).replaceAll("\\s+", " ").strip();
    }

    private static boolean visible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c == '\n' || c == '\t';
            // A lone surrogate cannot be written as UTF-8.
            case Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            case Character.FORMAT -> c == 0x200D; // the joiner in family emoji and Indic scripts
            default -> true;
        };
    }
}
