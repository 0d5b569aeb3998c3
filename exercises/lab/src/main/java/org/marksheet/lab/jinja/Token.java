package org.marksheet.lab.jinja;

/**
 * A piece of a template.
 *
 * @param kind what it is
 * @param text as written; of a string, what it stands for
 * @param line where it begins, from 1
 */
record Token(Kind kind, String text, int line) {
    enum Kind {
        /** Outside of tags. */
        TEXT,
        /** Begins a tag that is printed. */
        PRINT,
        /** Begins a statement. */
        STATEMENT,
        /** Ends a tag. */
        CLOSE,
        NAME,
        STRING,
        INTEGER,
        FLOAT,
        OPERATOR,
        /** Behind the last one. */
        END
    }

    boolean is(Kind other, String what) {
        return kind == other && text.equals(what);
    }

    /** For messages. */
    String shown() {
        return kind == Kind.END ? "the end of the template" : kind == Kind.CLOSE ? "the end of the tag" : '"' + text + '"';
    }
}
