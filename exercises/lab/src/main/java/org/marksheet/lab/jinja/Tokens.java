package org.marksheet.lab.jinja;

import java.util.List;
import org.marksheet.lab.jinja.Token.Kind;

/** The tokens of a template and how far they have been read. */
final class Tokens {
    private final List<Token> all;
    private int next;

    Tokens(List<Token> all) {
        this.all = all;
    }

    Token peek() {
        return all.get(next);
    }

    /** The one after the next one. */
    Token peekBehind() {
        return all.get(Math.min(next + 1, all.size() - 1));
    }

    Token take() {
        Token token = all.get(next);
        next = Math.min(next + 1, all.size() - 1);
        return token;
    }

    boolean at(Kind kind, String text) {
        return peek().is(kind, text);
    }

    /** Takes the next token if it is this one. */
    boolean accept(Kind kind, String text) {
        if (!at(kind, text)) {
            return false;
        }
        take();
        return true;
    }

    boolean operator(String text) {
        return accept(Kind.OPERATOR, text);
    }

    boolean name(String text) {
        return accept(Kind.NAME, text);
    }

    Token expect(Kind kind, String what) {
        if (peek().kind() != kind) {
            throw Problem.syntax(what + " was expected instead of " + peek().shown() + ".");
        }
        return take();
    }

    void expectOperator(String text) {
        if (!operator(text)) {
            throw Problem.syntax('"' + text + "\" was expected instead of " + peek().shown() + ".");
        }
    }
}
