package org.marksheet.lab.log;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the folder of a run holds, at the end or while it still runs.
 *
 * @param folder where it was read
 * @param settings option to value as the file has it, in the file's order
 * @param rows the figures of each update, at least one, all with the same columns in the same order
 * @param samples in the file's order; none before the end of the run
 */
public record RunFolder(
        Path folder, Map<String, String> settings, List<Map<String, Double>> rows, List<Sample> samples) {
    /** Rejects a run without rows, and copies the collections. */
    public RunFolder {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("rows is empty; a run has at least one");
        }
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        rows = rows.stream().map(row -> Collections.unmodifiableMap(new LinkedHashMap<>(row))).toList();
        samples = List.copyOf(samples);
    }

    /**
     * Reads a folder. A last line that is still being written does not count.
     *
     * @param folder of a run
     * @throws BadRunException if a file is missing or damaged, or there is no row yet; names the file
     */
    public static RunFolder read(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new BadRunException(folder, "is a file, not the folder of a run.", "Give the folder that train wrote.");
        }
        return new RunFolder(folder, readSettings(folder), readRows(folder), readSamples(folder));
    }

    /** Returns what to call the run: the folder's own name. */
    public String name() {
        return folder.toAbsolutePath().normalize().getFileName().toString();
    }

    /**
     * Returns a figure over all updates.
     *
     * @param column such as {@code objective/kl}
     * @return a value for each row, in the unit that the name stands for; empty if the run has no such column
     */
    public Optional<double[]> column(String column) {
        return rows.get(0).containsKey(column)
                ? Optional.of(rows.stream().mapToDouble(row -> row.get(column)).toArray())
                : Optional.empty();
    }

    private static Map<String, String> readSettings(Path folder) {
        Path file = RunFiles.settings(folder);
        JsonObject object = Json.object(file, "as a whole", text(file));
        Map<String, String> settings = new LinkedHashMap<>();
        for (String name : object.keySet()) {
            settings.put(name, Json.primitive(file, "as a whole", object, name).getAsString());
        }
        return settings;
    }

    private static List<Map<String, Double>> readRows(Path folder) {
        Path file = RunFiles.jsonLines(folder);
        List<Map<String, Double>> rows = new ArrayList<>();
        for (String line : lines(text(file))) {
            String place = "line " + (rows.size() + 1);
            JsonObject object = Json.object(file, place, line);
            Map<String, Double> row = new LinkedHashMap<>();
            for (String name : object.keySet()) {
                row.put(name, Json.number(file, place, object, name));
            }
            if (!rows.isEmpty() && !rows.get(0).keySet().equals(row.keySet())) {
                throw new BadRunException(file, place + " has other columns than line 1.", "Was the file edited?");
            }
            rows.add(row);
        }
        if (rows.isEmpty()) {
            throw new BadRunException(file, "has no whole line yet.", "Let the run make its first update.");
        }
        return rows;
    }

    private static List<Sample> readSamples(Path folder) {
        Path file = RunFiles.samples(folder);
        List<Sample> samples = new ArrayList<>();
        if (Files.notExists(file)) {
            return samples;
        }
        for (String line : lines(text(file))) {
            String place = "line " + (samples.size() + 1);
            JsonObject object = Json.object(file, place, line);
            samples.add(new Sample(
                    Json.primitive(file, place, object, "prompt").getAsString(),
                    Json.primitive(file, place, object, "before").getAsString(),
                    Json.primitive(file, place, object, "after").getAsString(),
                    Json.number(file, place, object, "rewardBefore"),
                    Json.number(file, place, object, "rewardAfter")));
        }
        return samples;
    }

    /** Those that end: the last one may still be on its way. Texts in JSON have no raw line breaks of any kind. */
    private static List<String> lines(String text) {
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new BadRunException(file, "is missing.", "Is this the folder of a run?", e);
        } catch (IOException e) {
            throw new BadRunException(file, "cannot be read: " + e + ".", "Is it open elsewhere, or was it edited?", e);
        }
    }
}
