package org.marksheet.lab.plot;

import java.util.List;
import java.util.stream.IntStream;
import org.marksheet.lab.log.RunFolder;

/**
 * The runs of a page, each with a letter and a style of line.
 *
 * @param all in the order to show them in, at least one
 */
record Runs(List<RunFolder> all) {
    private static final int LETTERS = 26;
    private static final int STYLES = 8;

    Runs {
        if (all.isEmpty()) {
            throw new IllegalArgumentException("runs is empty; a page shows at least one run");
        }
        all = List.copyOf(all);
    }

    boolean single() {
        return all.size() == 1;
    }

    /** Returns what to call a run: its folder's name, or the whole path where two have the same name. */
    String name(int run) {
        String name = all.get(run).name();
        boolean unique = IntStream.range(0, all.size()).filter(i -> all.get(i).name().equals(name)).count() == 1;
        return unique ? name : all.get(run).folder().toString();
    }

    static String letter(int run) {
        String letter = String.valueOf((char) ('A' + run % LETTERS));
        return run < LETTERS ? letter : letter + run / LETTERS;
    }

    /** Returns the style sheet's class for a colour and a dash. */
    static String style(int run) {
        return "r" + run % STYLES;
    }

    /** Returns the mark of a run for a legend, nothing if there is but one run. */
    String mark(int run) {
        return single() ? "" : """
                <span class="mark %s"><svg viewBox="0 0 34 10" aria-hidden="true"><path class="smooth" d="M1 5H33"/></svg>\
                <b>%s</b></span> """.formatted(style(run), letter(run));
    }
}
