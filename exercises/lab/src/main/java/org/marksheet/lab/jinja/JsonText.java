package org.marksheet.lab.jinja;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Values as JSON, spaced as Python does it; characters beyond ASCII stay as they are, as in transformers. */
final class JsonText {
    private final int indent;

    private JsonText(int indent) {
        this.indent = indent;
    }

    /**
     * Writes a value.
     *
     * @param indent how many blanks a level is moved in; 0 for all on one line
     */
    static String of(Object value, int indent) {
        return new JsonText(indent).text(value, 1);
    }

    private String text(Object value, int level) {
        if (value instanceof List<?> list) {
            return members("[", list.stream().map(each -> text(each, level + 1)).toList(), "]", level);
        }
        if (value instanceof Map<?, ?> map) {
            return members("{", map.entrySet().stream()
                    .map(each -> quoted(Values.text(each.getKey())) + ": " + text(each.getValue(), level + 1))
                    .toList(), "}", level);
        }
        if (value instanceof String text) {
            return quoted(text);
        }
        if (value == null || value instanceof Boolean) {
            return String.valueOf(value);
        }
        if (value instanceof Number) {
            return Values.text(value);
        }
        throw Problem.value("JSON knows no value that is " + Values.kind(value) + ".");
    }

    private String members(String open, List<String> members, String close, int level) {
        if (members.isEmpty() || indent == 0) {
            return open + String.join(", ", members) + close;
        }
        String margin = "\n" + " ".repeat(indent * level);
        return members.stream().collect(Collectors.joining("," + margin, open + margin,
                "\n" + " ".repeat(indent * (level - 1)) + close));
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                default -> json.append(c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return json.append('"').toString();
    }
}
