package org.marksheet.lab.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;

/** Writes safetensors files. */
public final class SafetensorsWriter {
    private SafetensorsWriter() {}

    /**
     * Writes tensors into one file: whole, or the file stays as it was.
     *
     * @param file is replaced if it exists
     * @param tensors float32, or integers that stay as they are; the order is kept
     * @param floats how float32 is stored: {@link StoredType#F32} exactly, {@link StoredType#F16} rounded to about 3 digits
     * @throws IllegalArgumentException if {@code floats} is another type, or a tensor is of a type that cannot be written
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void write(Path file, Map<String, NDArray> tensors, StoredType floats) {
        if (floats != StoredType.F32 && floats != StoredType.F16) {
            throw new IllegalArgumentException("Weights are written as F32 or F16, not as " + floats + ".");
        }
        byte[] header = header(tensors, floats);
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try {
            try (FileChannel out = FileChannel.open(unfinished, StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                writeAll(out, ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(header.length).flip());
                writeAll(out, ByteBuffer.wrap(header));
                for (NDArray tensor : tensors.values()) {
                    writeAll(out, bytes(tensor, floats));
                }
            }
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private static byte[] header(Map<String, NDArray> tensors, StoredType floats) {
        JsonObject header = new JsonObject();
        JsonObject metadata = new JsonObject();
        metadata.addProperty("format", "pt");
        header.add("__metadata__", metadata);
        long begin = 0;
        for (Map.Entry<String, NDArray> entry : tensors.entrySet()) {
            StoredType type = type(entry.getValue().getDataType(), floats);
            Shape shape = entry.getValue().getShape();
            long end = begin + type.bytes() * shape.size();
            JsonObject tensor = new JsonObject();
            tensor.addProperty("dtype", type.name());
            tensor.add("shape", list(shape.getShape()));
            tensor.add("data_offsets", list(begin, end));
            header.add(entry.getKey(), tensor);
            begin = end;
        }
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        // Readers map the file: numbers shall begin at a multiple of their size.
        byte[] padded = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
        Arrays.fill(padded, text.length, padded.length, (byte) ' ');
        return padded;
    }

    private static StoredType type(DataType inMemory, StoredType floats) {
        if (inMemory == DataType.FLOAT32) {
            return floats;
        }
        for (StoredType type : StoredType.values()) {
            if (type != StoredType.BF16 && type.inMemory() == inMemory) {
                return type;
            }
        }
        throw new IllegalArgumentException("Tensors of type " + inMemory + " cannot be written.");
    }

    private static JsonArray list(long... numbers) {
        JsonArray array = new JsonArray();
        for (long number : numbers) {
            array.add(number);
        }
        return array;
    }

    private static ByteBuffer bytes(NDArray tensor, StoredType floats) {
        if (tensor.size() == 0) {
            return ByteBuffer.allocate(0);
        }
        if (tensor.getDataType() == DataType.FLOAT32 && floats == StoredType.F16) {
            try (NDArray half = tensor.toType(DataType.FLOAT16, true)) {
                return half.toByteBuffer();
            }
        }
        return tensor.toByteBuffer();
    }

    private static void writeAll(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
