package org.marksheet.lab.checkpoint;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A JSON object in a file of a checkpoint, such as {@code config.json}; a field that is missing or of another kind is a clear
 * error.
 */
public final class JsonFile {
    private static final Gson PRETTY =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

    private final Path file;
    private final JsonObject fields;

    private JsonFile(Path file, JsonObject fields) {
        this.file = file;
        this.fields = fields;
    }

    /**
     * Reads a file.
     *
     * @param file holds one JSON object
     * @throws BadCheckpointException if there is no such file, or something else is in it
     */
    public static JsonFile read(Path file) {
        try {
            JsonElement parsed = JsonParser.parseString(Files.readString(file));
            if (!parsed.isJsonObject()) {
                throw new BadCheckpointException(file, "holds no JSON object.", "Copy or download the file again.");
            }
            return new JsonFile(file, parsed.getAsJsonObject());
        } catch (NoSuchFileException e) {
            throw new BadCheckpointException(file, "is missing.", "Is this the folder of a checkpoint?", e);
        } catch (IOException e) {
            throw new BadCheckpointException(file, "cannot be read: " + e + ".", "Copy or download the file again.", e);
        } catch (JsonParseException e) {
            throw new BadCheckpointException(file, "is not JSON: " + e.getMessage() + ".",
                    "Copy or download the file again.", e);
        }
    }

    /**
     * Writes a file, one field a line.
     *
     * @param file is replaced if it exists
     * @param fields what to write
     */
    public static void write(Path file, JsonObject fields) {
        try {
            Files.writeString(file, PRETTY.toJson(fields) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /** Returns the file. */
    public Path file() {
        return file;
    }

    /**
     * Returns a field, if it is there and not null.
     *
     * @param name of the field
     */
    public Optional<JsonElement> field(String name) {
        return Optional.ofNullable(fields.get(name)).filter(value -> !value.isJsonNull());
    }

    /**
     * Returns a whole number.
     *
     * @param name of the field
     * @throws BadCheckpointException if it is missing, no whole number, or below 0 or above the range of an int
     */
    public int integer(String name) {
        JsonElement found = required(name, "a whole number");
        try {
            int number = found.getAsJsonPrimitive().getAsBigDecimal().intValueExact();
            if (number >= 0) {
                return number;
            }
            throw wrong(name, found, "a whole number from 0 on", null);
        } catch (IllegalStateException | NumberFormatException | ArithmeticException e) {
            throw wrong(name, found, "a whole number", e);
        }
    }

    /**
     * Returns a number.
     *
     * @param name of the field
     * @throws BadCheckpointException if it is missing or no number
     */
    public double number(String name) {
        JsonElement found = required(name, "a number");
        try {
            return found.getAsJsonPrimitive().getAsDouble();
        } catch (IllegalStateException | NumberFormatException e) {
            throw wrong(name, found, "a number", e);
        }
    }

    /**
     * Fails unless a text is what this program can work with.
     *
     * @param name of the field
     * @param expected the only value that will do
     * @throws BadCheckpointException if it is missing or something else
     */
    public void require(String name, String expected) {
        JsonElement found = required(name, '"' + expected + '"');
        if (!found.isJsonPrimitive() || !found.getAsString().equals(expected)) {
            throw wrong(name, found, '"' + expected + '"', null);
        }
    }

    private JsonElement required(String name, String kind) {
        return field(name).orElseThrow(() -> new BadCheckpointException(
                file, "has no \"" + name + "\"; " + kind + " was expected.", "Is it the file of another kind of model?"));
    }

    private BadCheckpointException wrong(String name, JsonElement found, String expected, Exception cause) {
        return new BadCheckpointException(file, "\"" + name + "\" is " + found + "; " + expected + " was expected.",
                "Is it the file of another kind of model?", cause);
    }
}
