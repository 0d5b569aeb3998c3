package org.marksheet.grader.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.marksheet.grader.api.Picture;
import org.marksheet.grader.checks.Example;
import org.marksheet.grader.checks.Outcome;
import org.marksheet.grader.score.CheckResult;
import org.marksheet.grader.score.ExerciseResult;
import org.marksheet.grader.score.Result;

/** The result record as JSON, {@code marksheet/result/v1}: points are exact decimal strings. */
public final class ResultJson {
    /** The name and version of the record. */
    public static final String SCHEMA = "marksheet/result/v1";

    private static final ObjectMapper JSON = new ObjectMapper();

    private ResultJson() {}

    /** Returns a record over several lines, for {@code result.json}. */
    public static String pretty(Result result) {
        return tree(result).toPrettyString() + "\n";
    }

    /** Returns a record in one line without a line end, for {@code results.jsonl}. */
    public static String line(Result result) {
        return tree(result).toString();
    }

    /**
     * Reads a record; fields it does not know are ignored.
     *
     * @throws IllegalArgumentException if the text is no such record
     */
    public static Result read(String json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON (" + e.getOriginalMessage() + ")", e);
        }
        if (!root.path("schema").asText().equals(SCHEMA)) {
            throw new IllegalArgumentException("its schema is \"" + root.path("schema").asText() + "\", not " + SCHEMA);
        }
        try {
            return result(root);
        } catch (NullPointerException | NumberFormatException e) {
            throw new IllegalArgumentException("a field of " + SCHEMA + " is missing or no number", e);
        }
    }

    private static ObjectNode tree(Result result) {
        ObjectNode root = JSON.createObjectNode();
        root.put("schema", SCHEMA);
        root.put("submission", result.submission());
        root.put("sheet", result.sheet());
        root.put("status", lower(result.status()));
        root.put("reason", result.reason());
        root.put("earned", points(result.earned()));
        root.put("possible", points(result.possible()));
        root.put("bonus", points(result.bonus()));
        root.put("unmarked", points(result.unmarked()));
        result.notes().forEach(root.putArray("notes")::add);
        ArrayNode exercises = root.putArray("exercises");
        result.exercises().forEach(exercise -> exercises.add(tree(exercise)));
        root.putObject("digests")
                .put("submission", result.digests().submission())
                .put("sheet", result.digests().sheet())
                .put("grader", result.digests().grader());
        root.putObject("run")
                .put("seed", result.run().seed())
                .put("device", result.run().device())
                .put("sandbox", result.run().sandbox())
                .put("seconds", result.run().seconds());
        return root;
    }

    private static ObjectNode tree(ExerciseResult exercise) {
        ObjectNode node = JSON.createObjectNode();
        node.put("id", exercise.id());
        node.put("title", exercise.title());
        node.put("earned", points(exercise.earned()));
        node.put("possible", points(exercise.possible()));
        ArrayNode checks = node.putArray("checks");
        exercise.checks().forEach(check -> checks.add(tree(check)));
        return node;
    }

    private static ObjectNode tree(CheckResult check) {
        ObjectNode node = JSON.createObjectNode();
        node.put("id", check.id());
        node.put("todo", check.todo());
        node.put("earned", points(check.earned()));
        node.put("possible", points(check.possible()));
        node.put("status", lower(check.status()));
        node.put("mistake", check.mistake());
        node.put("message", check.message());
        if (check.example() == null) {
            node.putNull("example");
        } else {
            ObjectNode example = node.putObject("example")
                    .put("input", check.example().input())
                    .put("yours", check.example().yours())
                    .put("expected", check.example().expected());
            if (!check.example().pictures().isEmpty()) {
                ArrayNode pictures = example.putArray("pictures");
                check.example().pictures().forEach(picture -> pictures.add(PictureJson.tree(picture)));
            }
        }
        node.put("millis", check.millis());
        return node;
    }

    private static Result result(JsonNode node) {
        List<String> notes = new ArrayList<>();
        node.path("notes").forEach(note -> notes.add(note.asText()));
        List<ExerciseResult> exercises = new ArrayList<>();
        node.path("exercises").forEach(exercise -> exercises.add(exercise(exercise)));
        JsonNode digests = node.path("digests");
        JsonNode run = node.path("run");
        return new Result(
                text(node, "submission"), text(node, "sheet"),
                Result.Status.valueOf(upper(node, "status")), text(node, "reason"),
                points(node, "earned"), points(node, "possible"), points(node, "bonus"), points(node, "unmarked"),
                notes, exercises,
                new Result.Digests(text(digests, "submission"), text(digests, "sheet"), text(digests, "grader")),
                new Result.Run(
                        run.path("seed").asLong(), text(run, "device"), text(run, "sandbox"),
                        run.path("seconds").asDouble()));
    }

    private static ExerciseResult exercise(JsonNode node) {
        List<CheckResult> checks = new ArrayList<>();
        node.path("checks").forEach(check -> checks.add(check(check)));
        return new ExerciseResult(
                text(node, "id"), text(node, "title"), points(node, "earned"), points(node, "possible"), checks);
    }

    private static CheckResult check(JsonNode node) {
        JsonNode example = node.path("example");
        return new CheckResult(
                text(node, "id"), text(node, "todo"), points(node, "earned"), points(node, "possible"),
                Outcome.valueOf(upper(node, "status")), text(node, "mistake"), text(node, "message"),
                example.isObject() ? example(example) : null,
                node.path("millis").asLong());
    }

    private static Example example(JsonNode node) {
        List<Picture> pictures = new ArrayList<>();
        node.path("pictures").forEach(picture -> PictureJson.read(picture).ifPresent(pictures::add));
        return new Example(text(node, "input"), text(node, "yours"), text(node, "expected"), pictures);
    }

    private static String points(BigDecimal points) {
        return points == null ? null : Points.plain(points);
    }

    private static BigDecimal points(JsonNode node, String field) {
        String text = text(node, field);
        return text == null ? null : new BigDecimal(text);
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isMissingNode() || value.isNull() ? null : value.asText();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String upper(JsonNode node, String field) {
        return text(node, field).toUpperCase(Locale.ROOT);
    }
}
