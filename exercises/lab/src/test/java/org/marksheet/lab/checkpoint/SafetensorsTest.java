package org.marksheet.lab.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.lab.tensor.Parameters;
import org.marksheet.lab.tensor.Torch;

class SafetensorsTest {
    @TempDir
    Path folder;

    @Test
    void whatWasWrittenIsRead() {
        try (NDManager manager = Torch.manager()) {
            Map<String, NDArray> tensors = new LinkedHashMap<>();
            tensors.put("matrix", manager.create(new float[] {1.5f, -2, 3e-20f, 4, Float.NaN, 6}, new Shape(2, 3)));
            tensors.put("scalar", manager.create(2.25f));
            tensors.put("none", manager.create(new Shape(0, 4)));
            tensors.put("count", manager.create(1L << 40));
            tensors.put("flags", manager.create(new boolean[] {true, false, true}));
            Path file = folder.resolve("all.safetensors");
            SafetensorsWriter.write(file, tensors, StoredType.F32);
            SafetensorsFile read = SafetensorsFile.open(file);
            assertThat(read.shapes().keySet()).containsExactlyInAnyOrderElementsOf(tensors.keySet());
            tensors.forEach((name, tensor) -> {
                NDArray found = read.read(name, manager);
                assertThat(found.getShape()).as(name).isEqualTo(tensor.getShape());
                assertThat(found.getDataType()).as(name).isEqualTo(tensor.getDataType());
                assertThat(found.toByteBuffer()).as(name).isEqualTo(tensor.toByteBuffer());
            });
            assertThat(folder).isDirectoryNotContaining("glob:**.unfinished");
        }
    }

    @Test
    void aTensorThatWasReadCanBeWrittenTo() {
        try (NDManager manager = Torch.manager()) {
            Path file = folder.resolve("one.safetensors");
            SafetensorsWriter.write(file, Map.of("w", manager.create(new float[] {1, 2})), StoredType.F32);
            NDArray read = SafetensorsFile.open(file).read("w", manager);
            read.muli(3);
            assertThat(read.toFloatArray()).containsExactly(3, 6);
            assertThat(SafetensorsFile.open(file).read("w", manager).toFloatArray()).containsExactly(1, 2);
        }
    }

    @Test
    void halfPrecisionIsRoundedAndBecomesParametersInFloat32() {
        try (NDManager manager = Torch.manager()) {
            JsonObject config = new JsonObject();
            NDArray w = manager.create(new float[] {1f / 3, 65504, -1e-7f});
            Checkpoint.write(folder, config, Map.of("w", w), StoredType.F16);
            Checkpoint checkpoint = Checkpoint.open(folder);
            assertThat(checkpoint.read("w", manager).getDataType()).isEqualTo(DataType.FLOAT16);
            try (Parameters read = checkpoint.parameters(Map.of("w", new Shape(3)), Optional::of)) {
                assertThat(read.get("w").getDataType()).isEqualTo(DataType.FLOAT32);
                assertThat(read.get("w").toFloatArray())
                        .containsExactly(0x1.554p-2f, 65504, -0x1p-23f);
            }
        }
    }

    @Test
    void bf16IsWidenedExactly() throws IOException {
        ByteBuffer halves = ByteBuffer.allocate(6).order(ByteOrder.LITTLE_ENDIAN);
        halves.putShort((short) 0x3fc0).putShort((short) 0xc048).putShort((short) 0x7f80);
        Path file = file("{\"w\":{\"dtype\":\"BF16\",\"shape\":[3],\"data_offsets\":[0,6]}}", halves.array());
        try (NDManager manager = Torch.manager()) {
            assertThat(SafetensorsFile.open(file).read("w", manager).toFloatArray())
                    .containsExactly(1.5f, -3.125f, Float.POSITIVE_INFINITY);
        }
    }

    @TestFactory
    Stream<DynamicTest> whatContradictsItselfIsToldByName() {
        Map<String, String> cases = new LinkedHashMap<>();
        String eight = "\"dtype\":\"F32\",\"shape\":[2]";
        cases.put("{\"w\":{" + eight + ",\"data_offsets\":[0,9]}}", "w has data_offsets [0,9]");
        cases.put("{\"w\":{" + eight + ",\"data_offsets\":[8,0]}}", "w has data_offsets [8,0]");
        cases.put("{\"w\":{" + eight + ",\"data_offsets\":[-8,0]}}", "whole numbers from 0 on");
        cases.put("{\"w\":{" + eight + ",\"data_offsets\":[0]}}", "two numbers in order");
        cases.put("{\"w\":{" + eight + ",\"data_offsets\":[0,4]}}", "w has 4 bytes, but F32 of shape [2] takes 8");
        cases.put("{\"w\":{" + eight + "}}", "w has the data_offsets null");
        cases.put("{\"w\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,8]}}", "w has the shape [1.5]");
        cases.put("{\"w\":{\"dtype\":\"F32\",\"shape\":[[2]],\"data_offsets\":[0,8]}}", "w has the shape [[2]]");
        cases.put("{\"w\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,2],\"data_offsets\":[0,8]}}",
                "more than any memory holds");
        cases.put("{\"w\":{\"dtype\":\"F8_E4M3\",\"shape\":[8],\"data_offsets\":[0,8]}}",
                "w has the dtype \"F8_E4M3\", which is unknown here. Convert");
        cases.put("{\"w\":3}", "w is described by 3");
        cases.put("{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                + "\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}", "they overlap");
        cases.put("{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", "there is a hole");
        cases.put("{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "its last tensor ends at");
        cases.put("[1]", "no JSON object");
        cases.put("{\"w\":", "not JSON");
        return cases.entrySet().stream().map(each -> DynamicTest.dynamicTest(each.getValue(), () -> {
            Path file = file(each.getKey(), new byte[8]);
            assertThatThrownBy(() -> SafetensorsFile.open(file))
                    .isInstanceOf(BadCheckpointException.class)
                    .hasMessageStartingWith(file + ": ")
                    .hasMessageContaining(each.getValue());
        }));
    }

    @Test
    void aHeaderThatIsTooLongIsNotRead() throws IOException {
        Path file = folder.resolve("w.safetensors");
        for (long length : new long[] {-1, Long.MAX_VALUE, 100_000_001}) {
            Files.write(file, ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());
            assertThatThrownBy(() -> SafetensorsFile.open(file))
                    .isInstanceOf(BadCheckpointException.class)
                    .hasMessageContaining("at most 100000000 are allowed");
        }
    }

    @Test
    void everyTruncationIsABadCheckpoint() throws IOException {
        byte[] whole = small();
        Path file = folder.resolve("cut.safetensors");
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> SafetensorsFile.open(file))
                    .as("the first %d of %d bytes", length, whole.length)
                    .isInstanceOf(BadCheckpointException.class);
        }
    }

    @Test
    void aFlippedByteIsReadOrIsABadCheckpoint() throws IOException {
        byte[] whole = small();
        Path file = folder.resolve("flipped.safetensors");
        SplittableRandom random = new SplittableRandom(7);
        try (NDManager manager = Torch.manager()) {
            for (int i = 0; i < 1000; i++) {
                byte[] bytes = whole.clone();
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, bytes);
                try {
                    SafetensorsFile read = SafetensorsFile.open(file);
                    read.shapes().keySet().forEach(name -> read.read(name, manager).close());
                } catch (BadCheckpointException e) {
                    assertThat(e).hasMessageStartingWith(file + ": ");
                }
            }
        }
    }

    @Test
    void shardsAreReadAsOneAndMustAgreeWithTheirIndex() throws IOException {
        try (NDManager manager = Torch.manager()) {
            Files.writeString(folder.resolve("config.json"), "{}");
            SafetensorsWriter.write(folder.resolve("a.safetensors"), Map.of("x", manager.create(1f)), StoredType.F32);
            SafetensorsWriter.write(folder.resolve("b.safetensors"), Map.of("y", manager.create(2f)), StoredType.F32);
            index("{\"weight_map\":{\"x\":\"a.safetensors\",\"y\":\"b.safetensors\"}}");
            Map<String, Shape> expected = new LinkedHashMap<>();
            expected.put("y", new Shape());
            expected.put("x", new Shape());
            try (Parameters read = Checkpoint.open(folder).parameters(expected, Optional::of)) {
                assertThat(read.byName().keySet()).containsExactly("y", "x");
                assertThat(read.get("x").getFloat()).isEqualTo(1);
            }
            expected.put("z", new Shape(2));
            assertBad(() -> Checkpoint.open(folder).parameters(expected, Optional::of), "z is missing");
            index("{\"weight_map\":{\"x\":\"a.safetensors\",\"y\":\"a.safetensors\"}}");
            assertBad(() -> Checkpoint.open(folder), "says that y is in a.safetensors, but there it is not");
            index("{\"weight_map\":{\"x\":\"../a.safetensors\"}}");
            assertBad(() -> Checkpoint.open(folder), "which is not the name of a file");
            index("{\"weight_map\":{\"x\":\"c.safetensors\"}}");
            assertBad(() -> Checkpoint.open(folder), "c.safetensors: cannot be read");
            index("{}");
            assertBad(() -> Checkpoint.open(folder), "has no object \"weight_map\"");
            SafetensorsWriter.write(folder.resolve("b.safetensors"),
                    Map.of("y", manager.create(2f), "extra", manager.create(3f)), StoredType.F32);
            index("{\"weight_map\":{\"x\":\"a.safetensors\",\"y\":\"b.safetensors\"}}");
            assertBad(() -> Checkpoint.open(folder), "holds extra, which model.safetensors.index.json does not list");
        }
    }

    @Test
    void oneFileGoesBeforeAnIndexOfOthers() throws IOException {
        try (NDManager manager = Torch.manager()) {
            Files.writeString(folder.resolve("config.json"), "{}");
            SafetensorsWriter.write(folder.resolve("model.safetensors"), Map.of("x", manager.create(1f)), StoredType.F32);
            index("{\"weight_map\":{\"x\":\"not-here.safetensors\"}}");
            assertThat(Checkpoint.open(folder).read("x", manager).getFloat()).isEqualTo(1);
        }
    }

    @Test
    void aFolderWithoutWeightsOrConfigIsTold() throws IOException {
        assertBad(() -> Checkpoint.open(folder), "config.json: is missing. Is this the folder of a checkpoint?");
        Files.writeString(folder.resolve("config.json"), "{\"n_embd\":\"wide\",\"n_layer\":2.5}");
        assertBad(() -> Checkpoint.open(folder), "has neither model.safetensors nor model.safetensors.index.json");
        JsonFile config = JsonFile.read(folder.resolve("config.json"));
        assertBad(() -> config.integer("n_embd"), "\"n_embd\" is \"wide\"; a whole number was expected");
        assertBad(() -> config.integer("n_layer"), "\"n_layer\" is 2.5; a whole number was expected");
        assertBad(() -> config.integer("n_head"), "has no \"n_head\"; a whole number was expected");
    }

    @Test
    void anOlderCheckpointInSeveralFilesIsNotReadInstead() throws IOException {
        try (NDManager manager = Torch.manager()) {
            SafetensorsWriter.write(folder.resolve("a.safetensors"), Map.of("x", manager.create(1f)), StoredType.F32);
            index("{\"weight_map\":{\"x\":\"a.safetensors\"}}");
            Checkpoint.write(folder, new JsonObject(), Map.of("x", manager.create(2f)), StoredType.F32);
            assertThat(Checkpoint.open(folder).read("x", manager).getFloat()).isEqualTo(2);
        }
    }

    @Test
    void integersAreNoWeights() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{}");
        try (NDManager manager = Torch.manager()) {
            SafetensorsWriter.write(
                    folder.resolve("model.safetensors"), Map.of("w", manager.create(new long[] {3})), StoredType.F32);
        }
        assertBad(() -> Checkpoint.open(folder).parameters(Map.of("w", new Shape(1)), Optional::of),
                "w is stored as I64; weights are real numbers");
    }

    private void index(String json) throws IOException {
        Files.writeString(folder.resolve("model.safetensors.index.json"), json);
    }

    private static void assertBad(org.assertj.core.api.ThrowableAssert.ThrowingCallable body, String message) {
        assertThatThrownBy(body).isInstanceOf(BadCheckpointException.class).hasMessageContaining(message);
    }

    private byte[] small() throws IOException {
        Path file = folder.resolve("small.safetensors");
        try (NDManager manager = Torch.manager()) {
            Map<String, NDArray> tensors = new LinkedHashMap<>();
            tensors.put("a", manager.create(new float[] {1, 2, 3}));
            tensors.put("b", manager.create(new float[] {4, 5}, new Shape(1, 2)));
            SafetensorsWriter.write(file, tensors, StoredType.F32);
        }
        return Files.readAllBytes(file);
    }

    private Path file(String header, byte[] data) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(text.length).put(text).put(data);
        return Files.write(folder.resolve("made.safetensors"), bytes.array());
    }
}
