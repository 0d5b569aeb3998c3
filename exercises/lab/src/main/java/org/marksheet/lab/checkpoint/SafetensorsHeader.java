package org.marksheet.lab.checkpoint;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the head of a safetensors file: 8 bytes that say how long the JSON text behind them is, and in that text, for each
 * tensor, its type, its shape and where its bytes stand.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">The format</a>
 */
final class SafetensorsHeader {
    /** The limit of the format's own library: far above any model, far below what would exhaust the memory. */
    private static final long LONGEST = 100_000_000;

    private static final String REMEDY = "Copy or download the file again.";

    private final Path file;

    private SafetensorsHeader(Path file) {
        this.file = file;
    }

    /** Returns the tensors of a file in the order of their bytes; whatever is wrong is a {@link BadCheckpointException}. */
    static Map<String, StoredTensor> read(Path file) {
        return new SafetensorsHeader(file).read();
    }

    private Map<String, StoredTensor> read() {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < Long.BYTES) {
                throw bad("has " + size + " bytes, too few for the length of a header.");
            }
            long length = bytes(channel, 0, Long.BYTES).getLong();
            if (length < 0 || length > LONGEST) {
                throw bad("says that its header has " + Long.toUnsignedString(length) + " bytes; at most " + LONGEST
                        + " are allowed. This is no safetensors file.");
            }
            if (length > size - Long.BYTES) {
                throw bad("says that its header has " + length + " bytes, but only " + (size - Long.BYTES)
                        + " follow. It was cut off.");
            }
            JsonObject header = parse(bytes(channel, Long.BYTES, (int) length));
            return tensors(header, Long.BYTES + length, size);
        } catch (IOException e) {
            throw new BadCheckpointException(file, "cannot be read: " + e + ".", "Check path and permissions.", e);
        }
    }

    private static ByteBuffer bytes(FileChannel channel, long from, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                throw new EOFException("it became shorter while it was read");
            }
        }
        return buffer.flip();
    }

    private JsonObject parse(ByteBuffer bytes) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            JsonElement parsed = JsonParser.parseString(text);
            if (parsed.isJsonObject()) {
                return parsed.getAsJsonObject();
            }
            throw bad("has a header that is no JSON object.");
        } catch (CharacterCodingException | JsonParseException e) {
            throw new BadCheckpointException(file, "has a header that is not JSON: " + e.getMessage() + ".", REMEDY, e);
        }
    }

    private Map<String, StoredTensor> tensors(JsonObject header, long dataBegin, long fileSize) {
        Map<String, StoredTensor> found = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> entry : header.entrySet()) {
            if (!entry.getKey().equals("__metadata__")) {
                found.put(entry.getKey(), tensor(entry.getKey(), entry.getValue(), dataBegin, fileSize));
            }
        }
        List<Map.Entry<String, StoredTensor>> inOrder = new ArrayList<>(found.entrySet());
        inOrder.sort(Comparator.comparingLong((Map.Entry<String, StoredTensor> e) -> e.getValue().begin())
                .thenComparingLong(e -> e.getValue().bytes()));
        Map<String, StoredTensor> sorted = new LinkedHashMap<>();
        long next = dataBegin;
        for (Map.Entry<String, StoredTensor> entry : inOrder) {
            StoredTensor tensor = entry.getValue();
            if (tensor.begin() != next) {
                throw bad(entry.getKey() + " begins at byte " + tensor.begin() + ", but the tensor before it ends at " + next
                        + (tensor.begin() < next ? ": they overlap." : ": there is a hole."));
            }
            next += tensor.bytes();
            sorted.put(entry.getKey(), tensor);
        }
        if (next != fileSize) {
            throw bad("has " + fileSize + " bytes, but its last tensor ends at " + next + ".");
        }
        return sorted;
    }

    private StoredTensor tensor(String name, JsonElement entry, long dataBegin, long fileSize) {
        if (!entry.isJsonObject()) {
            throw bad(name + " is described by " + brief(entry) + ", which is no JSON object.");
        }
        JsonObject fields = entry.getAsJsonObject();
        StoredType type = type(name, fields.get("dtype"));
        long[] shape = numbers(name, "shape", fields.get("shape"));
        long[] offsets = numbers(name, "data_offsets", fields.get("data_offsets"));
        long available = fileSize - dataBegin;
        if (offsets.length != 2 || offsets[0] > offsets[1] || offsets[1] > available) {
            throw bad(name + " has data_offsets " + brief(fields.get("data_offsets")) + "; two numbers in order, not above "
                    + available + ", were expected.");
        }
        long wanted = type.bytes();
        try {
            for (long axis : shape) {
                wanted = Math.multiplyExact(wanted, axis);
            }
        } catch (ArithmeticException e) {
            throw new BadCheckpointException(file, name + " has the shape " + brief(fields.get("shape"))
                    + ", more than any memory holds.", REMEDY, e);
        }
        long given = offsets[1] - offsets[0];
        if (given != wanted) {
            throw bad(name + " has " + given + " bytes, but " + type + " of shape " + brief(fields.get("shape")) + " takes "
                    + wanted + ".");
        }
        return new StoredTensor(type, new Shape(shape), dataBegin + offsets[0], given);
    }

    private StoredType type(String name, JsonElement found) {
        for (StoredType type : StoredType.values()) {
            if (found != null && found.isJsonPrimitive() && found.getAsString().equals(type.name())) {
                return type;
            }
        }
        throw new BadCheckpointException(file, name + " has the dtype " + brief(found) + ", which is unknown here.",
                "Convert the checkpoint to F32 or F16.");
    }

    private long[] numbers(String name, String field, JsonElement found) {
        if (found != null && found.isJsonArray()) {
            try {
                JsonArray array = found.getAsJsonArray();
                long[] numbers = new long[array.size()];
                for (int i = 0; i < numbers.length; i++) {
                    // Exact: 1.5 is as wrong as a text.
                    numbers[i] = array.get(i).getAsJsonPrimitive().getAsBigDecimal().longValueExact();
                    if (numbers[i] < 0) {
                        throw new ArithmeticException("negative");
                    }
                }
                return numbers;
            } catch (IllegalStateException | NumberFormatException | ArithmeticException e) {
                throw new BadCheckpointException(file, name + " has the " + field + " " + brief(found)
                        + "; whole numbers from 0 on were expected.", REMEDY, e);
            }
        }
        throw bad(name + " has the " + field + " " + brief(found) + "; a list of whole numbers was expected.");
    }

    private static String brief(JsonElement element) {
        String text = String.valueOf(element);
        return text.length() > 80 ? text.substring(0, 80) + ".." : text;
    }

    private BadCheckpointException bad(String problem) {
        return new BadCheckpointException(file, problem, REMEDY);
    }
}
