package org.marksheet.lab.jinja;

/** What a template has printed, and the line of it that is at work. */
final class Output {
    private final StringBuilder text = new StringBuilder();
    private final int[] line;

    Output() {
        this(new int[] {1});
    }

    private Output(int[] line) {
        this.line = line;
    }

    /** Returns an output that goes nowhere yet, in the same run. */
    Output inner() {
        return new Output(line);
    }

    void at(int number) {
        line[0] = number;
    }

    int line() {
        return line[0];
    }

    void append(String more) {
        text.append(more);
    }

    String text() {
        return text.toString();
    }
}
