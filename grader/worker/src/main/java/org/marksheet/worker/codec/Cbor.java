package org.marksheet.worker.codec;

import java.util.Map;
import java.util.stream.Collectors;

/** The numbers of CBOR that frames are made of. */
final class Cbor {
    // Kinds: the upper three bits of a head.
    static final int WHOLE = 0;
    static final int NEGATIVE = 1;
    static final int BYTES = 2;
    static final int TEXT = 3;
    static final int ARRAY = 4;
    static final int MAP = 5;
    static final int TAG = 6;
    static final int SIMPLE = 7;

    // Forms: the lower five bits, where they are not the argument itself.
    static final int ONE_BYTE = 24;
    static final int TWO_BYTES = 25;
    static final int FOUR_BYTES = 26;
    static final int EIGHT_BYTES = 27;
    static final int FALSE = 20;
    static final int TRUE = 21;
    static final int NULL = 22;
    static final int DOUBLE = 27;

    /** Before {@code [[dimensions], typed array]}. */
    static final int ROW_MAJOR = 40;

    /** Before the number of a partner; not registered with anyone. */
    static final int PARTNER = 57_001;

    /** Before {@code [class, parts]}; not registered with anyone. */
    static final int PORTABLE = 57_003;

    private static final long BOOLEANS = 57_002;

    // Little endian, by RFC 8746; it has no array of booleans as bytes.
    private static final Map<String, Long> TAGS = Map.of(
            "UINT8", 64L,
            "INT8", 72L,
            "INT32", 78L,
            "INT64", 79L,
            "FLOAT16", 84L,
            "FLOAT32", 85L,
            "FLOAT64", 86L,
            "BOOLEAN", BOOLEANS);
    private static final Map<Long, String> TYPES =
            TAGS.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    private Cbor() {}

    static long tagOf(String dtype) {
        return TAGS.get(dtype);
    }

    /** Returns DJL's name of a data type, or null if no tensor has this tag. */
    static String typeOf(long tag) {
        return TYPES.get(tag);
    }
}
