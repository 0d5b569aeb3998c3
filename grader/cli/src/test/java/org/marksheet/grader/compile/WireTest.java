package org.marksheet.grader.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WireTest {
    @Test
    void whatIsWrittenIsRead() throws IOException {
        List<SourceFile> sources = List.of(new SourceFile("a/B.java", "a.C", "class B {} // \u00fc"));
        assertThat(Wire.readSources(in(written(out -> Wire.writeSources(out, sources))))).isEqualTo(sources);
        Reply.Done done = new Reply.Done(false, Map.of("a.B", new byte[] {1, 2}), List.of(new Finding("a/B.java", 3, 4, "c", "d")));
        Reply.Done read = (Reply.Done) Wire.readReply(in(written(out -> Wire.writeDone(out, done))));
        assertThat(read.findings()).isEqualTo(done.findings());
        assertThat(read.classes().get("a.B")).containsExactly(1, 2);
        assertThat(Wire.readReply(in(written(Wire::writeReady)))).isEqualTo(new Reply.Ready());
        assertThat(Wire.readReply(in(written(out -> Wire.writeWorking(out, "x"))))).isEqualTo(new Reply.Working("x"));
    }

    @Test
    void lengthsAreNotBelieved() throws IOException {
        byte[] done = written(out -> Wire.writeDone(out,
                new Reply.Done(false, Map.of("a.B", new byte[] {1, 2}), List.of(new Finding("p", 3, 4, "c", "d")))));
        for (int length = 0; length < done.length; length++) {
            byte[] cut = Arrays.copyOf(done, length);
            assertThatThrownBy(() -> Wire.readReply(in(cut))).isInstanceOf(IOException.class);
        }
        for (int claim : new int[] {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, Wire.FRAME_BYTES + 1}) {
            byte[] frame = ByteBuffer.wrap(done.clone()).putInt(claim).array();
            assertThatThrownBy(() -> Wire.readReply(in(frame))).isInstanceOf(IOException.class);
            byte[] count = ByteBuffer.wrap(done.clone()).putInt(6, claim).array();
            assertThatThrownBy(() -> Wire.readReply(in(count))).isInstanceOf(IOException.class);
            byte[] text = ByteBuffer.wrap(done.clone()).putInt(10, claim).array();
            assertThatThrownBy(() -> Wire.readReply(in(text))).isInstanceOf(IOException.class);
        }
    }

    /** Something that writes frames. */
    private interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    private static byte[] written(Writer writer) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writer.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static DataInputStream in(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }
}
