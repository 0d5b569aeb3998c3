package org.marksheet.lab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small random checkpoint with what the transformers library answers on it. */
public record Fixture(Path folder, JsonObject cases) {
    public static Fixture load(String name) {
        Path folder = Path.of("src/test/resources", name);
        try {
            String cases = Files.readString(folder.resolve("cases.json"));
            return new Fixture(folder, JsonParser.parseString(cases).getAsJsonObject());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<String> texts(String field) {
        return strings(cases.get(field));
    }

    public static List<String> strings(JsonElement list) {
        return list.getAsJsonArray().asList().stream().map(JsonElement::getAsString).toList();
    }

    public long[][] integers(String field) {
        return integers(cases.get(field));
    }

    public static long[][] integers(JsonElement rows) {
        return rows.getAsJsonArray().asList().stream()
                .map(row -> row.getAsJsonArray().asList().stream().mapToLong(JsonElement::getAsLong).toArray())
                .toArray(long[][]::new);
    }

    public double[][] numbers(String field) {
        return cases.get(field).getAsJsonArray().asList().stream().map(Fixture::row).toArray(double[][]::new);
    }

    public NDArray tensor(String field, NDManager manager) {
        long[][] rows = integers(field);
        long[] flat = java.util.stream.Stream.of(rows).flatMapToLong(java.util.Arrays::stream).toArray();
        return manager.create(flat, new Shape(rows.length, rows[0].length));
    }

    private static double[] row(JsonElement row) {
        JsonArray numbers = row.getAsJsonArray();
        return numbers.asList().stream().mapToDouble(JsonElement::getAsDouble).toArray();
    }
}
