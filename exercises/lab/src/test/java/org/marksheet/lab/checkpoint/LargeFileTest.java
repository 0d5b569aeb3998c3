package org.marksheet.lab.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.lab.tensor.Torch;

/** A file far larger than the heap, in a process of its own whose heap is small. */
class LargeFileTest {
    private static final String HEAP = "-Xmx64m";

    /** 5 GB that nobody reads. */
    private static final long SKIPPED = 5_000_000_000L;

    /** 160 MB as BF16 and 320 MB as float32: several times the heap. */
    private static final long ROWS = 40_000;
    private static final long COLUMNS = 2_000;
    private static final long NUMBERS = ROWS * COLUMNS;

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void tensorsLargerThanTheHeapAreReadFromAFileFarLargerThanTheHeap(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("large.safetensors");
        write(file);
        assertThat(Files.size(file)).isGreaterThan(5_000_000_000L);
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), HEAP, "-XX:+UseSerialGC",
                        "-Dai.djl.pytorch.num_threads=1", "-cp", System.getProperty("java.class.path"),
                        Reader.class.getName(), file.toString()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(output)).isEqualTo("heap below 70 MB\n"
                + "middle (40000, 2000) float32: 1.5 -3.125 0.5 2.0 and 0.875 in the sum\n"
                + "half float32: 1.0 -2.0\n"
                + "last float32: 2.5\n");
        assertThat(process.exitValue()).isZero();
    }

    /** What runs in the other process. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] arguments) {
            System.out.println("heap " + (Runtime.getRuntime().maxMemory() < 70 << 20 ? "below 70 MB" : "too large"));
            SafetensorsFile file = SafetensorsFile.open(Path.of(arguments[0]));
            try (NDManager manager = Torch.manager()) {
                NDArray middle = file.read("middle", manager);
                NDArray flat = middle.reshape(-1);
                System.out.printf("middle %s %s: %s %s %s %s and %s in the sum%n", middle.getShape(), middle.getDataType(),
                        flat.getFloat(0), flat.getFloat((1 << 22) - 1), flat.getFloat(1 << 22), flat.getFloat(NUMBERS - 1),
                        flat.sum().getFloat());
                NDArray half = file.read("half", DataType.FLOAT32, manager);
                System.out.printf("half %s: %s %s%n", half.getDataType(), half.getFloat(0), half.getFloat(1));
                NDArray last = file.read("last", manager);
                System.out.printf("last %s: %s%n", last.getDataType(), last.getFloat());
            }
        }
    }

    private static void write(Path file) throws IOException {
        long middle = SKIPPED + 2 * NUMBERS;
        long half = middle + 2 * 2;
        long last = half + 4;
        byte[] header = ("{" + tensor("skipped", "U8", "[" + SKIPPED + "]", 0, SKIPPED) + ","
                        + tensor("middle", "BF16", "[" + ROWS + "," + COLUMNS + "]", SKIPPED, middle) + ","
                        + tensor("half", "F16", "[2]", middle, half) + ","
                        + tensor("last", "F32", "[]", half, last) + "}")
                .getBytes(StandardCharsets.UTF_8);
        long data = Long.BYTES + header.length;
        // Sparse: the file takes no room for what was never written.
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
                StandardOpenOption.SPARSE)) {
            out.write(little(8 + header.length).putLong(header.length).put(header).flip(), 0);
            out.write(little(2).putShort((short) 0x3fc0).flip(), data + SKIPPED);
            // On both sides of the border between two of the pieces that are read at once.
            out.write(little(4).putShort((short) 0xc048).putShort((short) 0x3f00).flip(), data + SKIPPED + 2 * ((1 << 22) - 1));
            out.write(little(2).putShort((short) 0x4000).flip(), data + middle - 2);
            out.write(little(4).putShort((short) 0x3c00).putShort((short) 0xc000).flip(), data + middle);
            out.write(little(4).putFloat(2.5f).flip(), data + half);
        }
    }

    private static String tensor(String name, String type, String shape, long begin, long end) {
        return "\"" + name + "\":{\"dtype\":\"" + type + "\",\"shape\":" + shape + ",\"data_offsets\":[" + begin + "," + end
                + "]}";
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
