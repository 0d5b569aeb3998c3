package org.marksheet.lab.model.llama;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.OptionalInt;
import org.marksheet.lab.checkpoint.BadCheckpointException;
import org.marksheet.lab.checkpoint.JsonFile;

/**
 * The tokens that {@code config.json} names.
 *
 * @param begin begins a text, if one does
 * @param ends each of them ends a text; may be empty
 * @param pad fills rectangles, if one does
 */
public record SpecialTokens(OptionalInt begin, List<Integer> ends, OptionalInt pad) {
    private static final String BEGIN = "bos_token_id";
    private static final String END = "eos_token_id";
    private static final String PAD = "pad_token_id";

    /** Copies the list. */
    public SpecialTokens {
        ends = List.copyOf(ends);
    }

    /** Reads them: the end is a number, or a list where several tokens end a text. */
    static SpecialTokens read(JsonFile json) {
        boolean several = json.field(END).filter(JsonElement::isJsonArray).isPresent();
        List<Integer> ends = several
                ? numbers(json, json.field(END).orElseThrow().getAsJsonArray())
                : json.field(END).map(found -> List.of(json.integer(END))).orElse(List.of());
        return new SpecialTokens(one(json, BEGIN), ends, one(json, PAD));
    }

    /** Writes them into {@code config.json}. */
    void describe(JsonObject json) {
        begin.ifPresent(id -> json.addProperty(BEGIN, id));
        if (ends.size() == 1) {
            json.addProperty(END, ends.get(0));
        } else if (!ends.isEmpty()) {
            JsonArray list = new JsonArray();
            ends.forEach(list::add);
            json.add(END, list);
        }
        pad.ifPresent(id -> json.addProperty(PAD, id));
    }

    /** Some files say -1 where there is no such token. */
    private static OptionalInt one(JsonFile json, String field) {
        boolean none = json.field(field).filter(found -> !found.toString().equals("-1")).isEmpty();
        return none ? OptionalInt.empty() : OptionalInt.of(json.integer(field));
    }

    private static List<Integer> numbers(JsonFile json, JsonArray list) {
        try {
            return list.asList().stream().map(each -> each.getAsBigDecimal().intValueExact()).toList();
        } catch (IllegalStateException | UnsupportedOperationException | NumberFormatException | ArithmeticException e) {
            throw new BadCheckpointException(json.file(), "\"" + END + "\" is " + list + "; whole numbers were expected.",
                    "Copy or download the file again.", e);
        }
    }
}
