package org.marksheet.grader.intake;

import java.nio.file.Path;

/** Strangers' names and common sentences, fit for a message. */
final class Words {
    private static final int LONGEST = 120;

    private Words() {}

    /** Returns a name without control and direction characters, and not longer than a line. */
    static String shown(String name) {
        StringBuilder text = new StringBuilder();
        name.codePoints().limit(LONGEST).forEach(c -> text.appendCodePoint(printable(c) ? c : '\ufffd'));
        return name.codePointCount(0, name.length()) > LONGEST ? text + "..." : text.toString();
    }

    private static boolean printable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    static String slashes(Path relative) {
        return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
    }

    static String tooLarge(String path, Bounds bounds) {
        return shown(AllowList.fileName(path)) + " is larger than " + Bounds.words(bounds.fileBytes())
                + ". Nothing was taken; move generated data out of it and upload again.";
    }
}
