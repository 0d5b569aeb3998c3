package org.marksheet.grader.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.marksheet.grader.api.Picture;
import org.marksheet.grader.api.Picture.Bars;
import org.marksheet.grader.api.Picture.Curve;
import org.marksheet.grader.api.Picture.Mark;
import org.marksheet.grader.api.Picture.Role;
import org.marksheet.grader.api.Picture.Row;
import org.marksheet.grader.api.Picture.Series;
import org.marksheet.grader.api.Picture.Strip;

/** Pictures within the result record; what JSON has no number for stands there as a string, {@code "NaN"}. */
final class PictureJson {
    private PictureJson() {}

    static ObjectNode tree(Picture picture) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (picture instanceof Strip strip) {
            node.put("kind", "strip").put("caption", strip.caption());
            ArrayNode rows = node.putArray("rows");
            strip.rows().forEach(row -> {
                ObjectNode one = rows.addObject().put("role", role(row.role())).put("label", row.label());
                row.cells().forEach(one.putArray("cells")::add);
            });
        } else if (picture instanceof Bars bars) {
            node.put("kind", "bars").put("caption", bars.caption());
            bars.labels().forEach(node.putArray("labels")::add);
            ArrayNode all = node.putArray("series");
            bars.series().forEach(series -> {
                ObjectNode one = all.addObject().put("role", role(series.role())).put("name", series.name());
                series.numbers().forEach(one.putArray("numbers")::add);
            });
        } else if (picture instanceof Curve curve) {
            node.put("kind", "curve").put("caption", curve.caption());
            node.put("xLabel", curve.xLabel()).put("yLabel", curve.yLabel());
            curve.x().forEach(node.putArray("x")::add);
            curve.y().forEach(node.putArray("y")::add);
            ArrayNode marks = node.putArray("marks");
            curve.marks().forEach(
                    mark -> marks.addObject().put("role", role(mark.role())).put("x", mark.x()).put("y", mark.y()));
        }
        return node;
    }

    /** Returns a picture, or nothing if its kind is not known. */
    static Optional<Picture> read(JsonNode node) {
        String caption = node.path("caption").asText();
        return switch (node.path("kind").asText()) {
            case "strip" -> Optional.of(new Strip(caption, list(node, "rows", row -> new Row(
                    role(row), row.path("label").asText(), list(row, "cells", JsonNode::asBoolean)))));
            case "bars" -> Optional.of(new Bars(
                    caption, list(node, "labels", JsonNode::asText), list(node, "series", series -> new Series(
                            role(series), series.path("name").asText(), list(series, "numbers", PictureJson::number)))));
            case "curve" -> Optional.of(new Curve(
                    caption, node.path("xLabel").asText(), node.path("yLabel").asText(),
                    list(node, "x", PictureJson::number), list(node, "y", PictureJson::number),
                    list(node, "marks", mark ->
                            new Mark(role(mark), number(mark.path("x")), number(mark.path("y"))))));
            default -> Optional.empty();
        };
    }

    private static <T> List<T> list(JsonNode node, String field, Function<JsonNode, T> reader) {
        List<T> list = new ArrayList<>();
        node.path(field).forEach(one -> list.add(reader.apply(one)));
        return list;
    }

    private static double number(JsonNode node) {
        return Double.parseDouble(node.asText());
    }

    private static String role(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static Role role(JsonNode node) {
        return Role.valueOf(node.path("role").asText().toUpperCase(Locale.ROOT));
    }
}
