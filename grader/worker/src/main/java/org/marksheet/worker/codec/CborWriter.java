package org.marksheet.worker.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.marksheet.worker.value.Value;
import org.marksheet.worker.value.Value.Bytes;
import org.marksheet.worker.value.Value.Fields;
import org.marksheet.worker.value.Value.Items;
import org.marksheet.worker.value.Value.Nothing;
import org.marksheet.worker.value.Value.Partner;
import org.marksheet.worker.value.Value.Portable;
import org.marksheet.worker.value.Value.Real;
import org.marksheet.worker.value.Value.Tensor;
import org.marksheet.worker.value.Value.Text;
import org.marksheet.worker.value.Value.Truth;
import org.marksheet.worker.value.Value.Whole;

/**
 * Writes values as CBOR into memory, with every length known beforehand.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8949">RFC 8949</a>, and RFC 8746 for tensors
 */
final class CborWriter {
    private byte[] bytes = new byte[512];
    private int size;

    /** Returns how many bytes were written. */
    int size() {
        return size;
    }

    /** Copies what was written. */
    void to(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
    }

    /** Writes a value. */
    void write(Value value) {
        if (value instanceof Tensor tensor) {
            tensor(tensor);
        } else if (value instanceof Text text) {
            text(text.it());
        } else if (value instanceof Whole whole) {
            whole(whole.it());
        } else if (value instanceof Real real) {
            head(Cbor.SIMPLE, Cbor.DOUBLE, Long.BYTES, Double.doubleToRawLongBits(real.it()));
        } else if (value instanceof Truth truth) {
            put(Cbor.SIMPLE << 5 | (truth.it() ? Cbor.TRUE : Cbor.FALSE));
        } else if (value instanceof Nothing) {
            put(Cbor.SIMPLE << 5 | Cbor.NULL);
        } else if (value instanceof Items items) {
            head(Cbor.ARRAY, items.it().size());
            for (Value item : items.it()) {
                write(item);
            }
        } else if (value instanceof Fields fields) {
            head(Cbor.MAP, fields.it().size());
            for (Map.Entry<String, Value> field : fields.it().entrySet()) {
                text(field.getKey());
                write(field.getValue());
            }
        } else if (value instanceof Bytes raw) {
            raw(Cbor.BYTES, raw.it());
        } else if (value instanceof Partner partner) {
            head(Cbor.TAG, Cbor.PARTNER);
            whole(partner.number());
        } else if (value instanceof Portable portable) {
            head(Cbor.TAG, Cbor.PORTABLE);
            head(Cbor.ARRAY, 2);
            text(portable.type());
            write(portable.parts());
        }
    }

    private void tensor(Tensor tensor) {
        head(Cbor.TAG, Cbor.ROW_MAJOR);
        head(Cbor.ARRAY, 2);
        List<Long> shape = tensor.shape();
        head(Cbor.ARRAY, shape.size());
        for (long dimension : shape) {
            whole(dimension);
        }
        head(Cbor.TAG, Cbor.tagOf(tensor.dtype()));
        raw(Cbor.BYTES, tensor.data());
    }

    private void whole(long number) {
        if (number < 0) {
            head(Cbor.NEGATIVE, -1 - number);
        } else {
            head(Cbor.WHOLE, number);
        }
    }

    private void text(String text) {
        // Half a character, as a bounded message may end with, becomes a question mark.
        raw(Cbor.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    private void raw(int kind, byte[] data) {
        head(kind, data.length);
        reserve(data.length);
        System.arraycopy(data, 0, bytes, size, data.length);
        size += data.length;
    }

    private void head(int kind, long argument) {
        if (argument < Cbor.ONE_BYTE) {
            put(kind << 5 | (int) argument);
        } else if (argument < 1L << 8) {
            head(kind, Cbor.ONE_BYTE, 1, argument);
        } else if (argument < 1L << 16) {
            head(kind, Cbor.TWO_BYTES, 2, argument);
        } else if (argument < 1L << 32) {
            head(kind, Cbor.FOUR_BYTES, 4, argument);
        } else {
            head(kind, Cbor.EIGHT_BYTES, 8, argument);
        }
    }

    private void head(int kind, int form, int width, long argument) {
        put(kind << 5 | form);
        reserve(width);
        for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (argument >>> shift);
        }
    }

    private void put(int octet) {
        reserve(1);
        bytes[size++] = (byte) octet;
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(size, more)));
        }
    }
}
