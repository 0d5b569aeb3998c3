package org.marksheet.worker.codec;

import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.marksheet.worker.value.Value;
import org.marksheet.worker.value.Value.Bytes;
import org.marksheet.worker.value.Value.Fields;
import org.marksheet.worker.value.Value.Items;
import org.marksheet.worker.value.Value.Nothing;
import org.marksheet.worker.value.Value.Partner;
import org.marksheet.worker.value.Value.Real;
import org.marksheet.worker.value.Value.Tensor;
import org.marksheet.worker.value.Value.Text;
import org.marksheet.worker.value.Value.Truth;
import org.marksheet.worker.value.Value.Whole;

/**
 * Values as frames: four bytes of length, big endian, then CBOR.
 *
 * <p>Null, booleans, numbers, strings and byte strings are CBOR's own; a list is {@code ["l", ...]}, a
 * record {@code ["r", {...}]}, a tensor {@code ["t", dtype, [shape], bytes]}, a partner {@code ["p",
 * number]}. Whatever comes in is bounded in length, depth and number of items; a frame that is not of this
 * form is an {@link IOException}, after which the channel must be given up.
 */
public final class FrameChannel {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_ITEMS = 1 << 20;
    private static final int MAX_RANK = 16;

    // Half a character, as a bounded message may end with, is no reason to end the conversation.
    private final CBORFactory factory =
            CBORFactory.builder().enable(CBORGenerator.Feature.LENIENT_UTF_ENCODING).build();
    private final DataInputStream in;
    private final DataOutputStream out;
    private final int maxFrame;

    /**
     * Takes hold of a pair of streams.
     *
     * @param in where frames come from; not trusted
     * @param out where frames go
     * @param maxFrame the most bytes of a frame that is taken in
     */
    public FrameChannel(InputStream in, OutputStream out, int maxFrame) {
        this.in = new DataInputStream(in);
        this.out = new DataOutputStream(out);
        this.maxFrame = maxFrame;
    }

    /** Writes a value as a frame and flushes it. */
    public void write(Value value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CBORGenerator generator = factory.createGenerator(bytes)) {
            write(generator, value);
        }
        out.writeInt(bytes.size());
        bytes.writeTo(out);
        out.flush();
    }

    /**
     * Reads the next frame.
     *
     * @throws EOFException if the other side is gone
     * @throws IOException if the frame is too long or malformed
     */
    public Value read() throws IOException {
        int length = in.readInt();
        if (length < 1 || length > maxFrame) {
            throw new IOException("a frame of " + length + " bytes; at most " + maxFrame + " are taken");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("a frame ended early");
        }
        try (CBORParser parser = factory.createParser(bytes)) {
            parser.nextToken();
            Value value = read(parser, 0, new Budget());
            if (parser.nextToken() != null) {
                throw new IOException("a frame holds more than one value");
            }
            return value;
        } catch (RuntimeException e) {
            // A tensor that cannot be, or a fault of the parser: whatever the bytes are, the caller sees one kind of end.
            throw new IOException("a malformed frame: " + e.getMessage(), e);
        }
    }

    private static void write(CBORGenerator to, Value value) throws IOException {
        if (value instanceof Nothing) {
            to.writeNull();
        } else if (value instanceof Truth truth) {
            to.writeBoolean(truth.it());
        } else if (value instanceof Whole whole) {
            to.writeNumber(whole.it());
        } else if (value instanceof Real real) {
            to.writeNumber(real.it());
        } else if (value instanceof Text text) {
            to.writeString(text.it());
        } else if (value instanceof Bytes bytes) {
            to.writeBinary(bytes.it());
        } else if (value instanceof Items items) {
            to.writeStartArray();
            to.writeString("l");
            for (Value item : items.it()) {
                write(to, item);
            }
            to.writeEndArray();
        } else if (value instanceof Fields fields) {
            to.writeStartArray();
            to.writeString("r");
            to.writeStartObject();
            for (Map.Entry<String, Value> field : fields.it().entrySet()) {
                to.writeFieldName(field.getKey());
                write(to, field.getValue());
            }
            to.writeEndObject();
            to.writeEndArray();
        } else if (value instanceof Tensor tensor) {
            to.writeStartArray();
            to.writeString("t");
            to.writeString(tensor.dtype());
            to.writeStartArray();
            for (long dimension : tensor.shape()) {
                to.writeNumber(dimension);
            }
            to.writeEndArray();
            to.writeBinary(tensor.data());
            to.writeEndArray();
        } else if (value instanceof Partner partner) {
            to.writeStartArray();
            to.writeString("p");
            to.writeNumber(partner.number());
            to.writeEndArray();
        }
    }

    private static Value read(CBORParser from, int depth, Budget budget) throws IOException {
        if (depth > MAX_DEPTH || --budget.items < 0) {
            throw new IOException("a frame is too deep or holds too much");
        }
        JsonToken token = from.currentToken();
        if (token == null) {
            throw new IOException("a frame ended early");
        }
        return switch (token) {
            case VALUE_NULL -> Value.NOTHING;
            case VALUE_TRUE -> new Truth(true);
            case VALUE_FALSE -> new Truth(false);
            case VALUE_NUMBER_INT -> new Whole(from.getLongValue());
            case VALUE_NUMBER_FLOAT -> new Real(from.getDoubleValue());
            case VALUE_STRING -> new Text(from.getText());
            case VALUE_EMBEDDED_OBJECT -> new Bytes(from.getBinaryValue());
            case START_ARRAY -> tagged(from, depth, budget);
            default -> throw new IOException("a frame holds " + token + " where a value must be");
        };
    }

    private static Value tagged(CBORParser from, int depth, Budget budget) throws IOException {
        expect(from, JsonToken.VALUE_STRING);
        String kind = from.getText();
        Value value;
        switch (kind) {
            case "l" -> {
                List<Value> items = new ArrayList<>();
                while (from.nextToken() != JsonToken.END_ARRAY) {
                    items.add(read(from, depth + 1, budget));
                }
                return new Items(items);
            }
            case "r" -> {
                expect(from, JsonToken.START_OBJECT);
                Map<String, Value> fields = new LinkedHashMap<>();
                while (from.nextToken() == JsonToken.FIELD_NAME) {
                    String name = from.currentName();
                    from.nextToken();
                    fields.put(name, read(from, depth + 1, budget));
                }
                value = new Fields(fields);
            }
            case "t" -> {
                expect(from, JsonToken.VALUE_STRING);
                String type = from.getText();
                expect(from, JsonToken.START_ARRAY);
                List<Long> shape = new ArrayList<>();
                while (from.nextToken() == JsonToken.VALUE_NUMBER_INT && shape.size() <= MAX_RANK) {
                    shape.add(from.getLongValue());
                }
                expect(from, JsonToken.VALUE_EMBEDDED_OBJECT);
                value = tensor(type, shape, from.getBinaryValue());
            }
            case "p" -> {
                expect(from, JsonToken.VALUE_NUMBER_INT);
                value = new Partner(from.getIntValue());
            }
            default -> throw new IOException("a frame holds an unknown kind of value");
        }
        expect(from, JsonToken.END_ARRAY);
        return value;
    }

    private static Tensor tensor(String type, List<Long> shape, byte[] data) throws IOException {
        long bytes = DataType.valueOf(type).getNumOfBytes();
        for (long dimension : shape) {
            if (dimension < 0 || dimension > Integer.MAX_VALUE) {
                throw new IOException("a frame holds a tensor of the shape " + shape);
            }
            bytes = Math.multiplyExact(bytes, dimension);
        }
        if (bytes != data.length) {
            throw new IOException("a frame holds a tensor of the shape " + shape + " with " + data.length + " bytes");
        }
        return new Tensor(type, shape, data);
    }

    private static void expect(JsonParser from, JsonToken wanted) throws IOException {
        if (from.nextToken() != wanted) {
            throw new IOException("a frame holds " + from.currentToken() + " where " + wanted + " must be");
        }
    }

    /** What is left of the items that a frame may hold. */
    private static final class Budget {
        private int items = MAX_ITEMS;
    }
}
