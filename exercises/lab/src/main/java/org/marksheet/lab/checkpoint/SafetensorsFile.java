package org.marksheet.lab.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A safetensors file that is open for reading. Its head is in memory and has been checked.
 *
 * <p>Tensors are read as they are asked for: piece by piece, from the mapped file into the engine's memory. So neither a file nor
 * a tensor is too large for the Java heap.
 */
public final class SafetensorsFile {
    /** How many numbers are read at once: 16 MB as float32, little beside the smallest heap. */
    private static final long PART = 1 << 22;

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
     * @throws BadCheckpointException if there is no such tensor, or the file cannot be read
     */
    public NDArray read(String name, NDManager manager) {
        return read(name, type(name).inMemory(), manager);
    }

    /**
     * Reads one tensor as numbers of another type.
     *
     * @param name one of {@link #shapes()}
     * @param type of the result
     * @param manager owns the result
     * @return of that type
     * @throws BadCheckpointException as {@link #read(String, NDManager)}
     */
    public NDArray read(String name, DataType type, NDManager manager) {
        StoredTensor tensor = tensor(name);
        NDArray whole = manager.create(tensor.shape(), type);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                NDArray flat = whole.reshape(-1)) {
            long count = tensor.shape().size();
            for (long from = 0; from < count; from += PART) {
                long to = Math.min(count, from + PART);
                try (NDArray part = part(channel, tensor, from, to, manager)) {
                    flat.set(new NDIndex("{}:{}", from, to), part);
                }
            }
            return whole;
        } catch (IOException e) {
            whole.close();
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

    /** The numbers from one place to another: [to-from]. The engine looks straight into the mapped file, except at BF16. */
    private static NDArray part(FileChannel channel, StoredTensor tensor, long from, long to, NDManager manager)
            throws IOException {
        int bytes = tensor.type().bytes();
        ByteBuffer mapped = channel
                .map(FileChannel.MapMode.READ_ONLY, tensor.begin() + from * bytes, (to - from) * bytes)
                .order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer numbers = tensor.type() == StoredType.BF16 ? widened(mapped.asShortBuffer()) : mapped;
        return manager.create(numbers, new Shape(to - from), tensor.type().inMemory());
    }

    /** BF16 is the upper half of a float32. */
    private static ByteBuffer widened(ShortBuffer halves) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(halves.remaining() * Float.BYTES).order(ByteOrder.nativeOrder());
        for (int i = 0; i < halves.remaining(); i++) {
            bytes.putInt(i * Float.BYTES, halves.get(i) << 16);
        }
        return bytes;
    }

    private StoredTensor tensor(String name) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new BadCheckpointException(file, "has no tensor " + name + ".", "It holds " + tensors.keySet() + ".");
        }
        return tensor;
    }
}
