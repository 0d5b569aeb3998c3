package org.marksheet.lab.log;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes a row of figures for each update, as JSON lines and as CSV, and each row at once: a run that is killed loses nothing that
 * was told.
 *
 * <p>In JSON, NaN and infinities are written as such, which Python and Gson read.
 */
public final class RunLog implements AutoCloseable {
    static final String LINES = "log.jsonl";
    static final String TABLE = "log.csv";

    private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().disableHtmlEscaping().create();

    private final Path folder;
    private final BufferedWriter lines;
    private final BufferedWriter table;
    private List<String> columns;

    private RunLog(Path folder, BufferedWriter lines, BufferedWriter table, List<String> columns) {
        this.folder = folder;
        this.lines = lines;
        this.table = table;
        this.columns = columns;
    }

    /**
     * Opens a run's log, to append.
     *
     * @param folder is made if it is missing
     * @param rows how many rows of an earlier part of the run are kept; those behind them, and half a line, are dropped
     * @throws BrokenRunException if the folder holds fewer rows than that, or cannot be written
     */
    public static RunLog open(Path folder, int rows) {
        try {
            Files.createDirectories(folder);
            List<String> kept = cut(folder.resolve(LINES), rows);
            List<String> keptTable = cut(folder.resolve(TABLE), rows == 0 ? 0 : rows + 1);
            List<String> columns = rows == 0 ? null : List.of(keptTable.get(0).split(","));
            return new RunLog(
                    folder, rewritten(folder.resolve(LINES), kept), rewritten(folder.resolve(TABLE), keptTable), columns);
        } catch (IOException e) {
            throw new BrokenRunException(folder + ": the log cannot be written. Check space and permissions.", e);
        }
    }

    /**
     * Writes a row.
     *
     * @param figures by name, the same names in every row
     */
    public void row(Map<String, Double> figures) {
        try {
            if (columns == null) {
                columns = new ArrayList<>(figures.keySet());
                table.write(String.join(",", columns) + "\n");
            }
            if (!columns.equals(List.copyOf(figures.keySet()))) {
                throw new IllegalArgumentException("A row has the columns " + figures.keySet() + ", those before " + columns);
            }
            lines.write(GSON.toJson(figures) + "\n");
            lines.flush();
            // Names and numbers hold no comma, quote or line end.
            table.write(figures.values().stream().map(String::valueOf).collect(Collectors.joining(",")) + "\n");
            table.flush();
        } catch (IOException e) {
            throw new BrokenRunException(folder + ": the log cannot be written. Check space and permissions.", e);
        }
    }

    @Override
    public void close() {
        try (lines) {
            table.close();
        } catch (IOException e) {
            throw new BrokenRunException(folder + ": the log cannot be written. Check space and permissions.", e);
        }
    }

    private static List<String> cut(Path file, int lines) throws IOException {
        List<String> all = lines == 0 || !Files.exists(file) ? List.of() : Files.readAllLines(file);
        if (all.size() < lines) {
            throw new BrokenRunException(file + " holds " + all.size() + " lines, and " + lines
                    + " belong to the saved state. Start the run anew.");
        }
        return all.subList(0, lines);
    }

    private static BufferedWriter rewritten(Path file, List<String> lines) throws IOException {
        BufferedWriter writer = Files.newBufferedWriter(file);
        for (String line : lines) {
            writer.write(line + "\n");
        }
        writer.flush();
        return writer;
    }
}
