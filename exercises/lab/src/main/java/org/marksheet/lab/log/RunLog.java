package org.marksheet.lab.log;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/**
 * Writes the folder of a run: {@code settings.json}, {@code samples.jsonl}, and a line for each update in {@code log.jsonl} and
 * {@code log.csv}, the same figures in both.
 *
 * <p>A line is with the operating system before {@link #row} returns, so that a program that is killed loses none. Figures are
 * written as {@link Double#toString} has them, digit for digit in both files; what JSON cannot say is a text there:
 * {@code "NaN"}, {@code "Infinity"}, {@code "-Infinity"}.
 */
public final class RunLog implements AutoCloseable {
    private static final CSVFormat CSV = CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();

    private final Path folder;
    private final LineFile jsonLines;
    private final LineFile csv;
    private List<String> columns;
    private int rows;

    private RunLog(Path folder, List<String> columns, int rows) {
        this.folder = folder;
        this.columns = columns;
        this.rows = rows;
        this.jsonLines = LineFile.append(RunFiles.jsonLines(folder));
        this.csv = LineFile.append(RunFiles.csv(folder));
    }

    /**
     * Begins a run.
     *
     * @param folder is made if there is none
     * @throws BadRunException if a run has left rows there
     * @throws UncheckedIOException if it cannot be written
     */
    public static RunLog start(Path folder) {
        try {
            Files.createDirectories(folder);
            Path log = RunFiles.jsonLines(folder);
            if (Files.exists(log) && Files.size(log) > 0) {
                throw new BadRunException(folder, "holds a run already.", "Go on with it, or choose another folder.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be made: " + e.getMessage(), e);
        }
        return resume(folder, 0);
    }

    /**
     * Goes on with a run. Later rows, and a line that was cut off while it was written, are dropped: a run that was stopped and
     * goes on ends with the same files as one that was not.
     *
     * @param folder of a run
     * @param rows how many to keep, from 0 on
     * @throws BadRunException if it has fewer
     * @throws UncheckedIOException if it cannot be read or written
     */
    public static RunLog resume(Path folder, int rows) {
        if (rows < 0) {
            throw new IllegalArgumentException("rows is " + rows + "; it must be 0 or more");
        }
        // The first line of the CSV names the columns.
        LineFile.cut(RunFiles.csv(folder), rows == 0 ? 0 : rows + 1);
        LineFile.cut(RunFiles.jsonLines(folder), rows);
        return new RunLog(folder, rows == 0 ? List.of() : columns(RunFiles.csv(folder)), rows);
    }

    /**
     * Adds the figures of one update.
     *
     * @param figures column name to value, in the unit that the name stands for; the first row decides which columns there are
     *     and their order, the others have the same ones in any order
     * @throws IllegalArgumentException if a column is new or missing (names it), or there are none
     * @throws UncheckedIOException if a file cannot be written
     */
    public void row(Map<String, Double> figures) {
        if (columns.isEmpty()) {
            begin(figures);
        }
        requireColumns(figures);
        JsonObject object = new JsonObject();
        List<String> values = new ArrayList<>();
        for (String column : columns) {
            double value = figures.get(column);
            object.add(column, Json.number(value));
            values.add(Double.toString(value));
        }
        jsonLines.write(Json.line(object));
        csv.write(CSV.format(values.toArray()) + "\n");
        rows++;
    }

    /** Returns how many rows there are, those before a resume included. */
    public int rows() {
        return rows;
    }

    /**
     * Writes what the run was started with, in place of what was there.
     *
     * @param options name to value: texts, numbers, true or false, in the order to show them in
     * @throws IllegalArgumentException if a value is something else (names the option)
     * @throws UncheckedIOException if the file cannot be written
     */
    public void writeSettings(Map<String, ?> options) {
        JsonObject object = new JsonObject();
        options.forEach((name, value) -> object.add(name, setting(name, value)));
        replace(RunFiles.settings(folder), Json.pretty(object));
    }

    /**
     * Writes samples, in place of those that were there.
     *
     * @param samples in the order to show them in
     * @throws UncheckedIOException if the file cannot be written
     */
    public void writeSamples(List<Sample> samples) {
        StringBuilder lines = new StringBuilder();
        for (Sample sample : samples) {
            JsonObject object = new JsonObject();
            object.addProperty("prompt", sample.prompt());
            object.addProperty("before", sample.before());
            object.addProperty("after", sample.after());
            object.add("rewardBefore", Json.number(sample.rewardBefore()));
            object.add("rewardAfter", Json.number(sample.rewardAfter()));
            lines.append(Json.line(object));
        }
        replace(RunFiles.samples(folder), lines.toString());
    }

    @Override
    public void close() {
        try (csv) {
            jsonLines.close();
        }
    }

    private void begin(Map<String, Double> figures) {
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("The first row has no figures.");
        }
        for (String name : figures.keySet()) {
            if (name.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("A column's name has a line break or another control character: " + name);
            }
        }
        columns = List.copyOf(figures.keySet());
        csv.write(CSV.format(columns.toArray()) + "\n");
    }

    private void requireColumns(Map<String, Double> figures) {
        for (String column : columns) {
            if (figures.get(column) == null) {
                throw new IllegalArgumentException("Row " + (rows + 1) + " has no \"" + column + "\"; the first row had one.");
            }
        }
        for (String name : figures.keySet()) {
            if (!columns.contains(name)) {
                throw new IllegalArgumentException(
                        "Row " + (rows + 1) + " has \"" + name + "\"; the first row had no such column.");
            }
        }
    }

    private static JsonPrimitive setting(String name, Object value) {
        if (value instanceof String text) {
            return new JsonPrimitive(text);
        }
        if (value instanceof Boolean flag) {
            return new JsonPrimitive(flag);
        }
        if (value instanceof Double || value instanceof Float) {
            // By way of the text: as a float, .2 would become .20000000298.
            return Json.number(Double.parseDouble(value.toString()));
        }
        if (value instanceof Number number) {
            return new JsonPrimitive(number);
        }
        throw new IllegalArgumentException(
                "Setting \"" + name + "\" is " + value + "; a text, a number, true or false was expected.");
    }

    /** By way of another file, so that there is never half of one. */
    private static void replace(Path file, String content) {
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            // Half a surrogate pair, as a model may write it, becomes a question mark and is no error.
            Files.write(next, content.getBytes(StandardCharsets.UTF_8));
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static List<String> columns(Path file) {
        try (CSVParser parser = CSVParser.parse(Files.readString(file), CSV)) {
            return List.of(parser.iterator().next().values());
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
