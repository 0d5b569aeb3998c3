package org.marksheet.lab.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.marksheet.lab.jinja.Token.Kind;

/**
 * Cuts a template into tokens.
 *
 * <p>Whitespace is handled as transformers sets Jinja up: the first line break after a statement or a comment is dropped
 * ({@code trim_blocks}), so are blanks between the beginning of a line and a statement or comment ({@code lstrip_blocks}) and one
 * line break at the end of the template; a minus at the edge of a tag drops all whitespace on that side.
 */
final class Lexer {
    private static final Pattern OPEN = Pattern.compile("\\{[{%#]");
    private static final Pattern CLOSE_PRINT = Pattern.compile("-\\}\\}\\s*|\\}\\}");
    private static final Pattern CLOSE_STATEMENT = Pattern.compile("-%\\}\\s*|\\+%\\}|%\\}\n?");
    private static final Pattern CLOSE_COMMENT = Pattern.compile("-#\\}\\s*|\\+#\\}|#\\}\n?");
    private static final Pattern BLANK = Pattern.compile("\\s+");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");
    private static final Pattern FLOAT = Pattern.compile("\\d+(\\.\\d+([eE][+-]?\\d+)?|[eE][+-]?\\d+)");
    private static final Pattern INTEGER = Pattern.compile("\\d{1,18}");
    private static final Pattern STRING = Pattern.compile("'(?:[^'\\\\]|\\\\.)*+'|\"(?:[^\"\\\\]|\\\\.)*+\"", Pattern.DOTALL);
    private static final Pattern OPERATOR = Pattern.compile("==|!=|<=|>=|//|\\*\\*|[-+*/%~<>=()\\[\\]{}.:|,]");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private int line = 1;
    private boolean lineBegins = true;

    Lexer(String source) {
        String lines = source.replace("\r\n", "\n").replace('\r', '\n');
        this.source = lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
    }

    /** Where it stands, for messages. */
    int line() {
        return line;
    }

    List<Token> tokens() {
        Matcher open = OPEN.matcher(source);
        while (open.find(position)) {
            text(open.start());
            switch (source.charAt(position + 1)) {
                case '#' -> comment();
                case '{' -> tag(Kind.PRINT, CLOSE_PRINT);
                default -> tag(Kind.STATEMENT, CLOSE_STATEMENT);
            }
            lineBegins = source.charAt(position - 1) == '\n';
        }
        add(Kind.TEXT, source.substring(position));
        tokens.add(new Token(Kind.END, "", line));
        return tokens;
    }

    /** The text before a tag, less what the tag strips from it. */
    private void text(int tag) {
        String text = source.substring(position, tag);
        char edge = tag + 2 < source.length() ? source.charAt(tag + 2) : ' ';
        String kept = text;
        if (edge == '-') {
            kept = text.stripTrailing();
        } else if (edge != '+' && source.charAt(tag + 1) != '{') {
            int lineBegin = text.lastIndexOf('\n') + 1;
            if ((lineBegin > 0 || lineBegins) && text.substring(lineBegin).isBlank()) {
                kept = text.substring(0, lineBegin);
            }
        }
        add(Kind.TEXT, kept);
        advance(tag);
    }

    private void comment() {
        Matcher close = CLOSE_COMMENT.matcher(source);
        if (!close.find(position + 2)) {
            throw Problem.syntax("A comment has no end.");
        }
        advance(close.end());
    }

    private void tag(Kind kind, Pattern close) {
        add(kind, source.substring(position, position + 2));
        position += 2;
        if (position < source.length() && "-+".indexOf(source.charAt(position)) >= 0) {
            position++;
        }
        int depth = 0;
        while (position < source.length()) {
            String closing = depth == 0 ? match(close) : null;
            if (closing != null) {
                add(Kind.CLOSE, closing.strip());
                advance(position + closing.length());
                return;
            }
            String found = inTag();
            depth = Math.max(0, depth + (found.matches("[(\\[{]") ? 1 : found.matches("[)\\]}]") ? -1 : 0));
        }
        throw Problem.syntax("A tag has no end.");
    }

    /** Takes one token in a tag and returns it, empty for what is no operator. */
    private String inTag() {
        String found = match(BLANK);
        if (found == null && (found = match(NAME)) != null) {
            add(Kind.NAME, found);
        } else if (found == null && (found = match(FLOAT)) != null) {
            add(Kind.FLOAT, found);
        } else if (found == null && (found = match(INTEGER)) != null) {
            add(Kind.INTEGER, found);
        } else if (found == null && (found = match(STRING)) != null) {
            add(Kind.STRING, Escapes.resolved(found.substring(1, found.length() - 1)));
        } else if (found == null && (found = match(OPERATOR)) != null) {
            add(Kind.OPERATOR, found);
            advance(position + found.length());
            return found;
        }
        if (found == null) {
            throw Problem.syntax("The character '" + source.charAt(position) + "' stands where none is expected.");
        }
        advance(position + found.length());
        return "";
    }

    private String match(Pattern pattern) {
        Matcher matcher = pattern.matcher(source).region(position, source.length());
        return matcher.lookingAt() ? matcher.group() : null;
    }

    private void add(Kind kind, String text) {
        if (kind != Kind.TEXT || !text.isEmpty()) {
            tokens.add(new Token(kind, text, line));
        }
    }

    private void advance(int to) {
        for (; position < to; position++) {
            if (source.charAt(position) == '\n') {
                line++;
            }
        }
    }
}
