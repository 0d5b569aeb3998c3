package org.marksheet.lab.log;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;

/** JSON as a run's files have it: a number that JSON does not know is a text, {@code "NaN"} or {@code "-Infinity"}. */
final class Json {
    private static final Gson LINE = new GsonBuilder().disableHtmlEscaping().create();
    private static final Gson PRETTY = new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

    private Json() {
    }

    static String line(JsonObject object) {
        return LINE.toJson(object) + "\n";
    }

    static String pretty(JsonObject object) {
        return PRETTY.toJson(object) + "\n";
    }

    static JsonPrimitive number(double value) {
        return Double.isFinite(value) ? new JsonPrimitive(value) : new JsonPrimitive(Double.toString(value));
    }

    /**
     * Reads an object.
     *
     * @param file is named in an error
     * @param place is named in an error, such as {@code line 3}
     */
    static JsonObject object(Path file, String place, String text) {
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            JsonElement parsed = LINE.getAdapter(JsonElement.class).read(reader);
            if (parsed != null && parsed.isJsonObject()) {
                return parsed.getAsJsonObject();
            }
            throw new BadRunException(file, place + " is no JSON object.", "Was the file edited?");
        } catch (IOException | JsonParseException e) {
            throw new BadRunException(file, place + " is no JSON: " + e.getMessage() + ".", "Was the file edited?", e);
        }
    }

    static JsonPrimitive primitive(Path file, String place, JsonObject object, String name) {
        JsonElement found = object.get(name);
        if (found == null || !found.isJsonPrimitive()) {
            throw new BadRunException(file, place + ": \"" + name + "\" is " + found
                    + "; a text, a number, true or false was expected.", "Was the file edited?");
        }
        return found.getAsJsonPrimitive();
    }

    static double number(Path file, String place, JsonObject object, String name) {
        try {
            return Double.parseDouble(primitive(file, place, object, name).getAsString());
        } catch (NumberFormatException e) {
            throw new BadRunException(file, place + ": \"" + name + "\" is " + object.get(name)
                    + "; a number was expected.", "Was the file edited?", e);
        }
    }
}
