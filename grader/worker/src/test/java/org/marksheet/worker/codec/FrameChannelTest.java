package org.marksheet.worker.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.marksheet.worker.value.Value;
import org.marksheet.worker.value.Value.Bytes;
import org.marksheet.worker.value.Value.Fields;
import org.marksheet.worker.value.Value.Items;
import org.marksheet.worker.value.Value.Partner;
import org.marksheet.worker.value.Value.Real;
import org.marksheet.worker.value.Value.Tensor;
import org.marksheet.worker.value.Value.Text;
import org.marksheet.worker.value.Value.Truth;
import org.marksheet.worker.value.Value.Whole;

class FrameChannelTest {
    private static final int MAX_FRAME = 1 << 20;
    private static final Duration NOT_FOR_EVER = Duration.ofSeconds(60);

    static List<Value> everyKindOfValue() {
        Map<String, Value> fields = new LinkedHashMap<>();
        fields.put("loss", new Tensor("FLOAT32", List.of(), new byte[] {0, 0, (byte) 0xc0, 0x7f}));
        fields.put("", Value.NOTHING);
        fields.put("ε und 🎓", new Items(List.of(new Fields(Map.of()))));
        return List.of(
                Value.NOTHING,
                new Truth(true),
                new Truth(false),
                new Whole(0),
                new Whole(-1),
                new Whole(Long.MIN_VALUE),
                new Whole(Long.MAX_VALUE),
                new Real(0.1),
                new Real(-0.0),
                new Real(0.0),
                new Real(Double.NaN),
                new Real(Double.POSITIVE_INFINITY),
                new Real(Double.NEGATIVE_INFINITY),
                new Real(Double.MIN_VALUE),
                new Real(Float.MAX_VALUE),
                new Text(""),
                new Text("l"),
                new Text("Grüße, 世界 🎓\u0000"),
                new Text("x".repeat(70_000)),
                new Bytes(new byte[0]),
                new Bytes(new byte[] {-1, 0, 1}),
                new Items(List.of()),
                new Items(List.of(new Text("t"), new Items(List.of(new Whole(7))), Value.NOTHING)),
                new Fields(Map.of()),
                new Fields(fields),
                new Tensor("FLOAT32", List.of(0L), new byte[0]),
                new Tensor("INT64", List.of(3L, 0L, 2L), new byte[0]),
                new Tensor("BOOLEAN", List.of(2L, 3L), new byte[] {1, 0, 1, 1, 0, 0}),
                new Tensor("FLOAT64", List.of(), new byte[] {0, 0, 0, 0, 0, 0, 0, (byte) 0x80}),
                new Partner(0),
                new Partner(Integer.MAX_VALUE),
                new Value.Portable("a.Learner", new Fields(Map.of("rate", new Real(.5)))));
    }

    @ParameterizedTest
    @MethodSource("everyKindOfValue")
    void whatIsWrittenIsRead(Value value) throws IOException {
        assertThat(same(read(written(value)), value)).isTrue();
    }

    @Test
    void aTensorIsTheRowMajorArrayOfRfc8746() throws IOException {
        byte[] data = {1, 2, 3, 4, 5, 6};
        assertThat(same(read(tensor(72, List.of(2L, 3L), data)), new Tensor("INT8", List.of(2L, 3L), data))).isTrue();
        assertThat(written(new Tensor("INT8", List.of(2L, 3L), data))).isEqualTo(tensor(72, List.of(2L, 3L), data));
    }

    /** Another reader of CBOR, which knows nothing of ours, finds every frame well-formed. */
    @ParameterizedTest
    @MethodSource("everyKindOfValue")
    void whatIsWrittenIsCbor(Value value) throws IOException {
        byte[] frame = written(value);
        try (CBORParser parser = new CBORFactory().createParser(Arrays.copyOfRange(frame, 4, frame.length))) {
            assertThat(parser.nextToken()).isNotNull();
            parser.skipChildren();
            assertThat(parser.nextToken()).isNull();
        }
    }

    @Test
    void fieldsKeepTheirOrder() throws IOException {
        Map<String, Value> fields = new LinkedHashMap<>();
        for (String name : List.of("z", "a", "m", "b")) {
            fields.put(name, new Text(name));
        }
        assertThat(((Fields) read(written(new Fields(fields)))).it().keySet()).containsExactly("z", "a", "m", "b");
    }

    @Test
    void framesFollowEachOther() throws IOException {
        ByteArrayOutputStream pipe = new ByteArrayOutputStream();
        FrameChannel out = new FrameChannel(InputStream.nullInputStream(), pipe, 1);
        for (int i = 0; i < 3; i++) {
            out.write(new Whole(i));
        }
        FrameChannel in = channel(pipe.toByteArray());
        for (int i = 0; i < 3; i++) {
            assertThat(in.read()).isEqualTo(new Whole(i));
        }
        assertThatThrownBy(in::read).isInstanceOf(EOFException.class);
    }

    @Test
    void halfACharacterDoesNotStopTheConversation() throws IOException {
        Text half = new Text("a message cut in the middle of 🎓".substring(0, 32));
        assertThat(((Text) read(written(half))).it()).startsWith("a message cut in the middle of ");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, MAX_FRAME + 1, Integer.MAX_VALUE})
    void aLengthOutOfBoundsIsRefusedBeforeAnythingIsRead(int length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new DataOutputStream(bytes).writeInt(length);
        assertThatThrownBy(() -> read(bytes.toByteArray()))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("a frame of " + length + " bytes; at most " + MAX_FRAME + " are taken");
    }

    @ParameterizedTest
    @MethodSource("everyKindOfValue")
    void aPipeThatBreaksAnywhereIsAnIoException(Value value) throws IOException {
        byte[] frame = written(value);
        for (int length = 0; length < Math.min(frame.length, 3000); length++) {
            byte[] begin = Arrays.copyOf(frame, length);
            assertThatThrownBy(() -> read(begin)).as("%d of %d bytes", length, frame.length)
                    .isInstanceOf(EOFException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("everyKindOfValue")
    void aFrameThatIsCutAnywhereIsAnIoException(Value value) throws IOException {
        byte[] frame = written(value);
        for (int length = 1; length < Math.min(frame.length, 3000) - 4; length++) {
            byte[] begin = framed(Arrays.copyOfRange(frame, 4, 4 + length));
            assertThatThrownBy(() -> read(begin)).as("%d bytes", length).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatIsNestedTooDeeplyIsRefused() throws IOException {
        Value deep = Value.NOTHING;
        for (int depth = 0; depth < 16; depth++) {
            deep = new Items(List.of(deep));
        }
        assertThat(read(written(deep))).isEqualTo(deep);
        byte[] deeper = written(new Items(List.of(deep)));
        assertThatThrownBy(() -> read(deeper)).isInstanceOf(IOException.class).hasMessageContaining("too deep");
        byte[] arrays = new byte[100_000];
        Arrays.fill(arrays, (byte) 0x81);
        assertThatThrownBy(() -> read(framed(arrays))).isInstanceOf(IOException.class);
    }

    @Test
    void tooManyItemsAreRefused() throws IOException {
        byte[] many = written(new Items(Collections.nCopies((1 << 20) - 1, Value.NOTHING)), 2 << 20);
        assertThat(((Items) read(many, 2 << 20)).it()).hasSize((1 << 20) - 1);
        byte[] more = written(new Items(Collections.nCopies(1 << 20, Value.NOTHING)), 2 << 20);
        assertThatThrownBy(() -> read(more, 2 << 20)).isInstanceOf(IOException.class)
                .hasMessageContaining("holds too much");
    }

    @Test
    void countsAndLengthsThatAreNotThereReserveNoMemory() {
        byte[] greedy = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff};
        // Arrays, maps, byte strings and texts that claim to hold 2^31-1, 2^32-1 and 2^63-1.
        for (int kind : new int[] {0x80, 0xa0, 0x40, 0x60}) {
            for (byte[] claim : List.of(
                    bytes(kind | 26, 0x7f, 0xff, 0xff, 0xff),
                    bytes(kind | 26, 0xff, 0xff, 0xff, 0xff),
                    bytes(kind | 27, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff))) {
                assertTimeoutPreemptively(NOT_FOR_EVER, () -> {
                    assertThatThrownBy(() -> read(framed(claim))).isInstanceOf(IOException.class);
                    byte[] list = concat(bytes(0x82, 0x61, 'l'), claim, greedy);
                    assertThatThrownBy(() -> read(framed(list))).isInstanceOf(IOException.class);
                });
            }
        }
    }

    @Test
    void aNumberThatIsNoneOfOursIsRefused() throws IOException {
        // 2^64-1, and numbers of a million digits as an integer and as a decimal fraction.
        assertThatThrownBy(() -> read(framed(bytes(0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff))))
                .isInstanceOf(IOException.class);
        byte[] digits = new byte[400_000];
        Arrays.fill(digits, (byte) 0x77);
        byte[] big = concat(bytes(0xc2, 0x5a, 0, 6, 0x1a, 0x80), digits);
        byte[] fraction = concat(bytes(0xc4, 0x82, 0x1b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff), big);
        assertTimeoutPreemptively(NOT_FOR_EVER, () -> {
            assertThatThrownBy(() -> read(framed(big))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> read(framed(fraction))).isInstanceOf(IOException.class);
        });
    }

    @Test
    void aTensorWhoseBytesDoNotFitItsShapeIsRefused() throws IOException {
        long wide = 1L << 30;
        for (List<Long> shape : List.of(
                List.of(2L),
                List.of(-1L),
                List.of(-1L, -1L),
                List.of(wide, wide, 4L),
                List.of(wide, wide, wide, wide),
                List.of(Long.MAX_VALUE, 2L))) {
            byte[] frame = tensor(85, shape, new byte[shape.size() == 2 ? 4 : 0]);
            assertThatThrownBy(() -> read(frame)).as("%s", shape).isInstanceOf(IOException.class);
        }
        byte[] strange = tensor(83, List.of(1L), new byte[4]);
        assertThatThrownBy(() -> read(strange)).isInstanceOf(IOException.class);
        byte[] many = tensor(72, Collections.nCopies(40, 1L), new byte[1]);
        assertThatThrownBy(() -> read(many)).isInstanceOf(IOException.class);
    }

    @Test
    void twoValuesInOneFrameAreRefused() throws IOException {
        assertThatThrownBy(() -> read(framed(bytes(0xf6, 0xf6)))).isInstanceOf(IOException.class)
                .hasMessage("a frame holds more than one value");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void garbageNeverEndsInAnythingButAnIoException(long seed) {
        Random random = new Random(seed);
        assertTimeoutPreemptively(NOT_FOR_EVER, () -> {
            for (int i = 0; i < 20_000; i++) {
                byte[] garbage = new byte[1 + random.nextInt(60)];
                random.nextBytes(garbage);
                if (random.nextBoolean()) {
                    garbage[0] = (byte) 0x84;
                }
                readOrRefused(framed(garbage));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void mutatedFramesNeverEndInAnythingButAnIoException(long seed) {
        Random random = new Random(seed);
        List<Value> values = everyKindOfValue().stream()
                .filter(value -> !(value instanceof Text text) || text.it().length() < 100)
                .toList();
        assertTimeoutPreemptively(NOT_FOR_EVER, () -> {
            byte[] all = written(new Items(values));
            for (int i = 0; i < 20_000; i++) {
                byte[] frame = random.nextBoolean()
                        ? all.clone()
                        : written(values.get(random.nextInt(values.size())));
                for (int change = random.nextInt(3); change >= 0; change--) {
                    if (frame.length > 4) {
                        frame[4 + random.nextInt(frame.length - 4)] = (byte) random.nextInt();
                    }
                }
                readOrRefused(frame);
            }
        });
    }

    private static void readOrRefused(byte[] frame) {
        try {
            FrameChannel channel = channel(frame);
            Message.of(channel.read());
        } catch (IOException refused) {
            assertThat(refused).isNotNull();
        }
    }

    private static boolean same(Value a, Value b) {
        if (a instanceof Bytes left && b instanceof Bytes right) {
            return Arrays.equals(left.it(), right.it());
        } else if (a instanceof Tensor left && b instanceof Tensor right) {
            return left.dtype().equals(right.dtype())
                    && left.shape().equals(right.shape())
                    && Arrays.equals(left.data(), right.data());
        } else if (a instanceof Items left && b instanceof Items right) {
            boolean same = left.it().size() == right.it().size();
            for (int i = 0; same && i < left.it().size(); i++) {
                same = same(left.it().get(i), right.it().get(i));
            }
            return same;
        } else if (a instanceof Fields left && b instanceof Fields right) {
            return left.it().keySet().equals(right.it().keySet())
                    && left.it().keySet().stream().allMatch(name -> same(left.it().get(name), right.it().get(name)));
        }
        return a.equals(b);
    }

    private static byte[] tensor(int tag, List<Long> shape, byte[] data) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CBORGenerator generator = new CBORFactory().createGenerator(bytes)) {
            generator.writeTag(40);
            generator.writeStartArray(null, 2);
            generator.writeStartArray(null, shape.size());
            for (long dimension : shape) {
                generator.writeNumber(dimension);
            }
            generator.writeEndArray();
            generator.writeTag(tag);
            generator.writeBinary(data);
            generator.writeEndArray();
        }
        return framed(bytes.toByteArray());
    }

    private static byte[] written(Value value) throws IOException {
        return written(value, MAX_FRAME);
    }

    private static byte[] written(Value value, int most) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new FrameChannel(InputStream.nullInputStream(), bytes, most).write(value);
        return bytes.toByteArray();
    }

    private static Value read(byte[] bytes) throws IOException {
        return read(bytes, MAX_FRAME);
    }

    private static Value read(byte[] bytes, int most) throws IOException {
        return new FrameChannel(new ByteArrayInputStream(bytes), OutputStream.nullOutputStream(), most).read();
    }

    private static FrameChannel channel(byte[] bytes) {
        return new FrameChannel(new ByteArrayInputStream(bytes), OutputStream.nullOutputStream(), MAX_FRAME);
    }

    private static byte[] framed(byte[] cbor) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(cbor.length);
        out.write(cbor);
        return bytes.toByteArray();
    }

    private static byte[] bytes(int... numbers) {
        byte[] bytes = new byte[numbers.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) numbers[i];
        }
        return bytes;
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
