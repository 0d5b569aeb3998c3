package org.marksheet.worker.codec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.marksheet.worker.value.Value;
import org.marksheet.worker.value.Value.Bytes;
import org.marksheet.worker.value.Value.Fields;
import org.marksheet.worker.value.Value.Items;
import org.marksheet.worker.value.Value.Partner;
import org.marksheet.worker.value.Value.Portable;
import org.marksheet.worker.value.Value.Real;
import org.marksheet.worker.value.Value.Tensor;
import org.marksheet.worker.value.Value.Text;
import org.marksheet.worker.value.Value.Truth;
import org.marksheet.worker.value.Value.Whole;

/**
 * Reads one value of {@link CborWriter}'s CBOR out of memory, and nothing else that CBOR has: no open lengths, no big
 * numbers, no simple values but the three. Nothing is reserved for what is not there.
 */
final class CborReader {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_ITEMS = 1 << 20;
    private static final int MAX_RANK = 16;

    private final byte[] bytes;
    private int at;
    private int items = MAX_ITEMS;

    private CborReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Returns the value.
     *
     * @param bytes not trusted
     * @throws IOException if they are not exactly one value, with few enough items and not too deep
     */
    static Value read(byte[] bytes) throws IOException {
        CborReader reader = new CborReader(bytes);
        Value value = reader.value(0);
        if (reader.at < bytes.length) {
            throw new IOException("a frame holds more than one value");
        }
        return value;
    }

    private Value value(int depth) throws IOException {
        if (depth > MAX_DEPTH || --items < 0) {
            throw new IOException("a frame is too deep or holds too much");
        }
        int head = octet();
        int kind = head >> 5;
        int form = head & 31;
        if (kind == Cbor.SIMPLE) {
            return simple(form);
        }
        long argument = argument(form);
        return switch (kind) {
            case Cbor.WHOLE -> new Whole(argument);
            case Cbor.NEGATIVE -> new Whole(-1 - argument);
            case Cbor.BYTES -> new Bytes(raw(argument));
            case Cbor.TEXT -> new Text(text(argument));
            case Cbor.ARRAY -> array(argument, depth);
            case Cbor.MAP -> map(argument, depth);
            default -> tagged(argument, depth);
        };
    }

    private Value simple(int form) throws IOException {
        return switch (form) {
            case Cbor.FALSE -> new Truth(false);
            case Cbor.TRUE -> new Truth(true);
            case Cbor.NULL -> Value.NOTHING;
            case Cbor.DOUBLE -> new Real(Double.longBitsToDouble(big(Long.BYTES)));
            default -> throw new IOException("a frame holds something that no value is");
        };
    }

    private Value array(long count, int depth) throws IOException {
        int size = there(count);
        List<Value> list = new ArrayList<>(Math.min(size, items));
        for (int i = 0; i < size; i++) {
            list.add(value(depth + 1));
        }
        return new Items(list);
    }

    private Fields map(long count, int depth) throws IOException {
        int size = there(count);
        Map<String, Value> fields = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            String name = text(expect(Cbor.TEXT));
            fields.put(name, value(depth + 1));
        }
        return new Fields(fields);
    }

    private Value tagged(long tag, int depth) throws IOException {
        if (tag == Cbor.PARTNER) {
            long number = expect(Cbor.WHOLE);
            if (number != (int) number) {
                throw new IOException("a frame holds a partner " + number);
            }
            return new Partner((int) number);
        }
        if (tag == Cbor.PORTABLE && expect(Cbor.ARRAY) == 2) {
            String type = text(expect(Cbor.TEXT));
            return new Portable(type, map(expect(Cbor.MAP), depth + 1));
        }
        if (tag != Cbor.ROW_MAJOR || expect(Cbor.ARRAY) != 2) {
            throw new IOException("a frame holds an unknown kind of value");
        }
        long rank = expect(Cbor.ARRAY);
        if (rank > MAX_RANK) {
            throw new IOException("a frame holds a tensor with " + rank + " dimensions");
        }
        List<Long> shape = new ArrayList<>((int) rank);
        for (int i = 0; i < rank; i++) {
            shape.add(expect(Cbor.WHOLE));
        }
        String type = Cbor.typeOf(expect(Cbor.TAG));
        if (type == null) {
            throw new IOException("a frame holds a tensor of an unknown type");
        }
        return new Tensor(type, shape, raw(expect(Cbor.BYTES)));
    }

    private long expect(int kind) throws IOException {
        int head = octet();
        if (head >> 5 != kind) {
            throw new IOException("a frame holds something else than it must");
        }
        return argument(head & 31);
    }

    private long argument(int form) throws IOException {
        if (form < Cbor.ONE_BYTE) {
            return form;
        }
        long argument = switch (form) {
            case Cbor.ONE_BYTE -> octet();
            case Cbor.TWO_BYTES -> big(2);
            case Cbor.FOUR_BYTES -> big(4);
            case Cbor.EIGHT_BYTES -> big(8);
            default -> throw new IOException("a frame holds an open length");
        };
        if (argument < 0) {
            throw new IOException("a frame holds a number that is too large");
        }
        return argument;
    }

    private String text(long length) throws IOException {
        int size = there(length);
        at += size;
        return new String(bytes, at - size, size, StandardCharsets.UTF_8);
    }

    private byte[] raw(long length) throws IOException {
        byte[] raw = new byte[there(length)];
        System.arraycopy(bytes, at, raw, 0, raw.length);
        at += raw.length;
        return raw;
    }

    /** Whatever there are so many of takes up a byte each at least. */
    private int there(long count) throws IOException {
        if (count > bytes.length - at) {
            throw new IOException("a frame ended early");
        }
        return (int) count;
    }

    private long big(int width) throws IOException {
        there(width);
        long number = 0;
        for (int i = 0; i < width; i++) {
            number = number << 8 | bytes[at++] & 0xff;
        }
        return number;
    }

    private int octet() throws IOException {
        there(1);
        return bytes[at++] & 0xff;
    }
}
