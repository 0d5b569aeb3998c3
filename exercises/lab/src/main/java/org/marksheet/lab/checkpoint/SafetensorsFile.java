package org.marksheet.lab.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A safetensors file that is open for reading. Its head is in memory and has been checked; tensors are mapped into memory one by
 * one as they are asked for, so that the file may be larger than 2 GB (a single tensor may not).
 */
public final class SafetensorsFile {
    private final Path file;
    private final Map<String, StoredTensor> tensors;

    private SafetensorsFile(Path file, Map<String, StoredTensor> tensors) {
        this.file = file;
        this.tensors = tensors;
    }

    /**
     * Reads and checks the head of a file.
     *
     * @param file a safetensors file
     * @return the file; nothing is held open
     * @throws BadCheckpointException if the file cannot be read, was cut off or contradicts itself
     */
    public static SafetensorsFile open(Path file) {
        return new SafetensorsFile(file, SafetensorsHeader.read(file));
    }

    /** Returns the shapes of the tensors by name, in the order of the file. */
    public Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return Collections.unmodifiableMap(shapes);
    }

    /**
     * Returns how the numbers of a tensor are stored.
     *
     * @param name one of {@link #shapes()}
     */
    public StoredType type(String name) {
        return tensor(name).type();
    }

    /**
     * Reads one tensor.
     *
     * @param name one of {@link #shapes()}
     * @param manager owns the result
     * @return of the type {@link StoredType#inMemory()}: BF16 is widened to float32, everything else stays as it is
     * @throws BadCheckpointException if there is no such tensor, it is 2 GB or larger, or the file cannot be read
     */
    public NDArray read(String name, NDManager manager) {
        StoredTensor tensor = tensor(name);
        if (tensor.bytes() > Integer.MAX_VALUE) {
            throw new BadCheckpointException(file, name + " has " + tensor.bytes() + " bytes; a tensor must be below 2 GB.",
                    "Use a smaller model.");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, tensor.begin(), tensor.bytes());
            return copied(bytes.order(ByteOrder.LITTLE_ENDIAN), tensor, manager);
        } catch (IOException e) {
            throw new BadCheckpointException(file, "cannot be read: " + e + ".", "Check path and permissions.", e);
        }
    }

    /**
     * Reads all tensors.
     *
     * @param manager owns the result
     * @return as {@link #read}, by name, in the order of the file
     * @throws BadCheckpointException as {@link #read}
     */
    public Map<String, NDArray> readAll(NDManager manager) {
        Map<String, NDArray> all = new LinkedHashMap<>();
        tensors.keySet().forEach(name -> all.put(name, read(name, manager)));
        return all;
    }

    private static NDArray copied(ByteBuffer bytes, StoredTensor tensor, NDManager manager) {
        if (tensor.type() == StoredType.BF16) {
            return manager.create(widened(bytes.asShortBuffer()), tensor.shape());
        }
        DataType type = tensor.type().inMemory();
        if (tensor.bytes() == 0) {
            return manager.create(tensor.shape(), type);
        }
        // The engine looks straight into the mapped file; a copy can be written to, and outlives the mapping.
        try (NDArray mapped = manager.create(bytes, tensor.shape(), type)) {
            NDArray copy = mapped.duplicate();
            copy.attach(manager);
            return copy;
        }
    }

    /** BF16 is the upper half of a float32. */
    private static float[] widened(ShortBuffer halves) {
        float[] numbers = new float[halves.remaining()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Float.intBitsToFloat(halves.get(i) << 16);
        }
        return numbers;
    }

    private StoredTensor tensor(String name) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new BadCheckpointException(file, "has no tensor " + name + ".", "It holds " + tensors.keySet() + ".");
        }
        return tensor;
    }
}
