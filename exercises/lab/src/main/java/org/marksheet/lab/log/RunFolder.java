package org.marksheet.lab.log;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run as it lies on disk.
 *
 * @param name of the folder
 * @param settings by option
 * @param rows the figures of each update, by name
 * @param samples none if the run has not ended
 */
public record RunFolder(
        String name, Map<String, Object> settings, List<Map<String, Double>> rows, List<Sample> samples) {
    private static final String SETTINGS = "settings.json";
    private static final String SAMPLES = "samples.jsonl";
    private static final Gson GSON =
            new GsonBuilder().serializeSpecialFloatingPointValues().disableHtmlEscaping().create();
    private static final Gson PRETTY = GSON.newBuilder().setPrettyPrinting().create();

    /** Copies the collections. */
    public RunFolder {
        settings = new LinkedHashMap<>(settings);
        rows = List.copyOf(rows);
        samples = List.copyOf(samples);
    }

    /**
     * Reads a run.
     *
     * @throws BrokenRunException if the folder holds no run, or a file of it is broken (names it)
     */
    public static RunFolder read(Path folder) {
        if (!Files.isRegularFile(folder.resolve(RunLog.LINES))) {
            throw new BrokenRunException(folder + " holds no run: " + RunLog.LINES + " is missing. Train one first.");
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        for (String text : lines(folder.resolve(SETTINGS), true)) {
            settings.putAll(parsed(folder.resolve(SETTINGS), text, new TypeToken<LinkedHashMap<String, Object>>() {}));
        }
        List<Map<String, Double>> rows = new ArrayList<>();
        for (String line : lines(folder.resolve(RunLog.LINES), false)) {
            rows.add(parsed(folder.resolve(RunLog.LINES), line, new TypeToken<LinkedHashMap<String, Double>>() {}));
        }
        List<Sample> samples = new ArrayList<>();
        for (String line : lines(folder.resolve(SAMPLES), false)) {
            samples.add(parsed(folder.resolve(SAMPLES), line, new TypeToken<Sample>() {}));
        }
        return new RunFolder(folder.toAbsolutePath().normalize().getFileName().toString(), settings, rows, samples);
    }

    /** Writes the settings of a run. */
    public static void writeSettings(Path folder, Map<String, Object> settings) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(SETTINGS), PRETTY.toJson(settings) + "\n");
    }

    /** Writes the samples of a run. */
    public static void writeSamples(Path folder, List<Sample> samples) throws IOException {
        Files.write(folder.resolve(SAMPLES), samples.stream().map(GSON::toJson).toList());
    }

    private static List<String> lines(Path file, boolean whole) {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            return whole ? List.of(Files.readString(file)) : Files.readAllLines(file);
        } catch (IOException e) {
            throw new BrokenRunException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static <T> T parsed(Path file, String text, TypeToken<T> type) {
        try {
            return GSON.fromJson(text, type);
        } catch (JsonParseException e) {
            throw new BrokenRunException(file + " holds a line that is no JSON. Delete the line or train anew.", e);
        }
    }
}
