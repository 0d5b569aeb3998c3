package org.marksheet.grader.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A small tensor as a table, read from nested brackets. One of three dimensions has a row for each pair of its
 * first two places.
 *
 * @param rows from top to bottom, all of the same width
 */
record Grid(List<Row> rows) {
    private static final int MOST = 48;
    private static final int DEEPEST = 3;
    private static final Pattern TOKEN = Pattern.compile("\\G\\s*([\\[\\],]|[-+\\w.]{1,24})");

    /**
     * A row.
     *
     * @param place its place, or empty if there is just one
     */
    record Row(String place, List<String> cells) {}

    /** Returns the table that a text means, or null if it is anything but a small tensor of equal rows. */
    static Grid of(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (matcher.find() && tokens.size() < 5 * MOST) {
            tokens.add(matcher.group(1));
            end = matcher.end();
        }
        if (tokens.isEmpty() || !tokens.get(0).equals("[") || end != text.stripTrailing().length()) {
            return null;
        }
        Reader reader = new Reader(tokens);
        if (!reader.list(List.of()) || reader.at != tokens.size()) {
            return null;
        }
        int width = reader.rows.get(0).cells().size();
        int depth = reader.depth;
        boolean equal = reader.rows.stream().allMatch(row -> row.cells().size() == width);
        return equal && depth <= DEEPEST && width * reader.rows.size() <= MOST ? new Grid(reader.rows) : null;
    }

    /** Returns whether it is a mask. */
    public boolean mask() {
        return rows.stream().flatMap(row -> row.cells().stream()).allMatch(cell -> cell.matches("true|false"));
    }

    /** Returns the places along a row. */
    public List<Integer> columns() {
        return IntStream.range(0, rows.get(0).cells().size()).boxed().toList();
    }

    /** Reads lists of lists; places are the numbers of the lists around a row. */
    private static final class Reader {
        private final List<String> tokens;
        private final List<Row> rows = new ArrayList<>();
        private int at;
        private int depth;

        Reader(List<String> tokens) {
            this.tokens = tokens;
        }

        boolean list(List<String> place) {
            if (place.size() >= DEEPEST || !taken("[")) {
                return false;
            }
            boolean nested = at < tokens.size() && tokens.get(at).equals("[");
            List<String> cells = new ArrayList<>();
            int count = 0;
            do {
                if (nested) {
                    List<String> inner = new ArrayList<>(place);
                    inner.add(String.valueOf(count++));
                    if (!list(inner)) {
                        return false;
                    }
                } else if (at < tokens.size() && !"[],".contains(tokens.get(at))) {
                    cells.add(tokens.get(at++));
                } else {
                    return false;
                }
            } while (taken(","));
            if (!nested) {
                if (depth != 0 && depth != place.size() + 1) {
                    return false;
                }
                depth = place.size() + 1;
                rows.add(new Row(String.join(", ", place), cells));
            }
            return taken("]");
        }

        private boolean taken(String token) {
            boolean there = at < tokens.size() && tokens.get(at).equals(token);
            at += there ? 1 : 0;
            return there;
        }
    }
}
