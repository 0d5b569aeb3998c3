package org.marksheet.sheet41;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables and sentences of the sheet, as tests read them. */
final class SheetTables {
    private final String text;

    private SheetTables(String text) {
        this.text = text;
    }

    static SheetTables ofThisSheet() {
        try {
            return new SheetTables(Files.readString(Path.of("../../docs/sheets/4.1.md")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the cells below a header line, row by row; there must be exactly one such table. */
    List<List<String>> below(String header) {
        List<String> lines = text.lines().toList();
        if (lines.indexOf(header) < 0 || lines.indexOf(header) != lines.lastIndexOf(header)) {
            throw new AssertionError("docs/sheets/4.1.md has not exactly one table with the header " + header);
        }
        List<List<String>> rows = new ArrayList<>();
        for (String line : lines.subList(lines.indexOf(header) + 2, lines.size())) {
            if (!line.startsWith("|")) {
                break;
            }
            rows.add(cells(line));
        }
        return rows;
    }

    /** Returns the numbers that stand where a sentence has a #; how its words are broken into lines is no matter. */
    double[] numbers(String sentence) {
        String pattern = Arrays.stream(sentence.split("\\s+"))
                .map(word -> Arrays.stream(word.split("#", -1)).map(Pattern::quote).reduce((a, b) -> a + "(-?[0-9.]*[0-9])" + b)
                        .orElseThrow())
                .reduce((a, b) -> a + "\\s+" + b)
                .orElseThrow();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("docs/sheets/4.1.md does not say: " + sentence);
        }
        double[] numbers = new double[matcher.groupCount()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Double.parseDouble(matcher.group(i + 1));
        }
        return numbers;
    }

    /** Returns the numbers of some cells. */
    static float[] numbers(List<String> cells) {
        float[] numbers = new float[cells.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Float.parseFloat(cells.get(i));
        }
        return numbers;
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|", -1)).map(String::strip).toList();
    }
}
