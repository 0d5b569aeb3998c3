package org.marksheet.worker.value;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Something that crosses between two processes. It holds no reference to either. */
public sealed interface Value {
    /** Null. */
    record Nothing() implements Value {}

    /** A boolean. */
    record Truth(boolean it) implements Value {}

    /** A whole number. */
    record Whole(long it) implements Value {}

    /** A float or double; NaN and infinities included. */
    record Real(double it) implements Value {}

    /** A string or the name of an enum's constant. */
    record Text(String it) implements Value {}

    /** Raw bytes. */
    record Bytes(byte[] it) implements Value {}

    /**
     * A tensor.
     *
     * @param dtype DJL's name of the data type, {@code FLOAT32}
     * @param shape its dimensions
     * @param data row-major, little endian
     */
    record Tensor(String dtype, List<Long> shape, byte[] data) implements Value {
        private static final Map<String, Integer> BYTES = Map.of(
                "FLOAT64", 8, "FLOAT32", 4, "FLOAT16", 2, "INT64", 8, "INT32", 4, "INT8", 1, "UINT8", 1, "BOOLEAN", 1);

        /** Copies the shape, and rejects what is no tensor: native code would read beyond the data. */
        public Tensor {
            shape = List.copyOf(shape);
            if (!BYTES.containsKey(dtype)) {
                throw new IllegalArgumentException("tensors of type " + dtype + " are not allowed here");
            }
            long bytes = BYTES.get(dtype);
            for (long dimension : shape) {
                if (dimension < 0 || dimension > 0 && bytes > Integer.MAX_VALUE / dimension) {
                    throw new IllegalArgumentException("a tensor has the shape " + shape);
                }
                bytes *= dimension;
            }
            if (bytes != data.length) {
                throw new IllegalArgumentException("a tensor of shape " + shape + " came with " + data.length + " bytes");
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Tensor tensor
                    && dtype.equals(tensor.dtype)
                    && shape.equals(tensor.shape)
                    && Arrays.equals(data, tensor.data);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(data);
        }
    }

    /** A list or an array. */
    record Items(List<Value> it) implements Value {
        /** Copies the list. */
        public Items {
            it = List.copyOf(it);
        }
    }

    /** A record by component name, in order. */
    record Fields(Map<String, Value> it) implements Value {
        /** Copies the map. */
        public Fields {
            it = Collections.unmodifiableMap(new LinkedHashMap<>(it));
        }
    }

    /** An object that stays where it is and is asked through the pipe; a number in the asker's table. */
    record Partner(int number) implements Value {
        /** The number of every object that nobody can ask from the other side. */
        public static final int DEAF = Integer.MAX_VALUE;
    }

    /**
     * A {@link org.marksheet.lab.tensor.Portable}, taken apart.
     *
     * @param type the name of its class
     * @param parts what it is built from
     */
    record Portable(String type, Fields parts) implements Value {}

    /** Null. */
    Value NOTHING = new Nothing();
}
