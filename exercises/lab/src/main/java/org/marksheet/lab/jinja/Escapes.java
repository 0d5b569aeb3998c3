package org.marksheet.lab.jinja;

/** Escapes in the strings of templates, as in Python. */
final class Escapes {
    private Escapes() {}

    /** Replaces escapes by what they stand for; those that are none stay as they are. */
    static String resolved(String raw) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\' || i + 1 == raw.length()) {
                text.append(c);
                continue;
            }
            char escape = raw.charAt(++i);
            switch (escape) {
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case 'r' -> text.append('\r');
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case '\\', '\'', '"' -> text.append(escape);
                case '\n' -> { }
                case 'x', 'u', 'U' -> {
                    int digits = escape == 'x' ? 2 : escape == 'u' ? 4 : 8;
                    text.appendCodePoint(codePoint(raw, i + 1, digits));
                    i += digits;
                }
                default -> text.append('\\').append(escape);
            }
        }
        return text.toString();
    }

    private static int codePoint(String raw, int begin, int digits) {
        String hex = raw.substring(begin, Math.min(raw.length(), begin + digits));
        if (!hex.matches("[0-9a-fA-F]{" + digits + "}") || !Character.isValidCodePoint(Integer.parseUnsignedInt(hex, 16))) {
            throw Problem.syntax("\"\\" + raw.charAt(begin - 1) + hex + "\" is no character.");
        }
        return Integer.parseUnsignedInt(hex, 16);
    }
}
