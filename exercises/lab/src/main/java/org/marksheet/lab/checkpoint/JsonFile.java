package org.marksheet.lab.checkpoint;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
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
    private final String prefix;
    private final JsonObject fields;

    private JsonFile(Path file, String prefix, JsonObject fields) {
        this.file = file;
        this.prefix = prefix;
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
            return new JsonFile(file, "", parsed.getAsJsonObject());
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
     * Returns an object in this one, if it is there and not null.
     *
     * @param name of the field
     * @return it names its fields {@code name.field}
     * @throws BadCheckpointException if it is no object
     */
    public Optional<JsonFile> object(String name) {
        return field(name).map(found -> {
            if (!found.isJsonObject()) {
                throw wrong(name, found, "an object", null);
            }
            return new JsonFile(file, prefix + name + ".", found.getAsJsonObject());
        });
    }

    /**
     * Returns a truth value.
     *
     * @param name of the field
     * @return false if it is missing
     * @throws BadCheckpointException if it is neither true nor false
     */
    public boolean flag(String name) {
        return field(name).map(found -> {
            if (!found.isJsonPrimitive() || !found.getAsJsonPrimitive().isBoolean()) {
                throw wrong(name, found, "true or false", null);
            }
            return found.getAsBoolean();
        }).orElse(false);
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

    /**
     * Says that a field asks for something that this program cannot do.
     *
     * @param name of the field
     * @param can what would do, as the end of a sentence
     * @return to be thrown
     */
    public BadCheckpointException refusal(String name, String can) {
        return new BadCheckpointException(file, "\"" + prefix + name + "\" is " + field(name).orElse(JsonNull.INSTANCE)
                + ", which cannot be computed here; " + can + ".", "Use another checkpoint.");
    }

    private JsonElement required(String name, String kind) {
        return field(name).orElseThrow(() -> new BadCheckpointException(
                file, "has no \"" + prefix + name + "\"; " + kind + " was expected.", "Is it the file of another kind of model?"));
    }

    private BadCheckpointException wrong(String name, JsonElement found, String expected, Exception cause) {
        return new BadCheckpointException(file, "\"" + prefix + name + "\" is " + found + "; " + expected + " was expected.",
                "Is it the file of another kind of model?", cause);
    }
}
