package org.marksheet.lab.checkpoint;

import ai.djl.ndarray.types.DataType;

/** How numbers stand in a safetensors file. The constants are named as the file names them. */
public enum StoredType {
    /** 64-bit floating point. */
    F64(8, DataType.FLOAT64),
    /** 32-bit floating point. */
    F32(4, DataType.FLOAT32),
    /** 16-bit floating point of IEEE 754: 5 bits of exponent. */
    F16(2, DataType.FLOAT16),
    /** The upper half of F32; becomes float32 when it is read, because the engine cannot hold it. */
    BF16(2, DataType.FLOAT32),
    /** 64-bit integers. */
    I64(8, DataType.INT64),
    /** 32-bit integers. */
    I32(4, DataType.INT32),
    /** Bytes from 0 to 255. */
    U8(1, DataType.UINT8),
    /** Bytes that are 0 or 1. */
    BOOL(1, DataType.BOOLEAN);

    private final int bytes;
    private final DataType inMemory;

    StoredType(int bytes, DataType inMemory) {
        this.bytes = bytes;
        this.inMemory = inMemory;
    }

    /** Returns the bytes of one number in the file. */
    public int bytes() {
        return bytes;
    }

    /** Returns the type of a tensor that was read. */
    public DataType inMemory() {
        return inMemory;
    }
}
