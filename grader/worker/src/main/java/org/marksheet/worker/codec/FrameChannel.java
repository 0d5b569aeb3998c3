package org.marksheet.worker.codec;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.marksheet.worker.value.Value;

/**
 * Values as frames: four bytes of length, big endian, then CBOR.
 *
 * <p>Null, booleans, numbers, strings, byte strings, lists and records are CBOR's own; a tensor is a row-major array of
 * RFC 8746; a partner is a tagged number. Whatever comes in is bounded in length, depth and number of items; a frame that
 * is not of this form is an {@link IOException}, after which the channel must be given up.
 */
public final class FrameChannel {
    private final DataInputStream in;
    private final DataOutputStream out;
    private final int maxFrame;

    /**
     * Takes hold of a pair of streams.
     *
     * @param in where frames come from; not trusted
     * @param out where frames go
     * @param maxFrame the most bytes of a frame that is taken in
     */
    public FrameChannel(InputStream in, OutputStream out, int maxFrame) {
        this.in = new DataInputStream(in);
        this.out = new DataOutputStream(out);
        this.maxFrame = maxFrame;
    }

    /** Writes a value as a frame and flushes it. */
    public void write(Value value) throws IOException {
        CborWriter bytes = new CborWriter();
        bytes.write(value);
        out.writeInt(bytes.size());
        bytes.to(out);
        out.flush();
    }

    /**
     * Reads the next frame.
     *
     * @throws EOFException if the other side is gone
     * @throws IOException if the frame is too long or malformed
     */
    public Value read() throws IOException {
        int length = in.readInt();
        if (length < 1 || length > maxFrame) {
            throw new IOException("a frame of " + length + " bytes; at most " + maxFrame + " are taken");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("a frame ended early");
        }
        try {
            return CborReader.read(bytes);
        } catch (RuntimeException e) {
            // A tensor that cannot be: whatever the bytes are, the caller sees one kind of end.
            throw new IOException("a malformed frame: " + e.getMessage(), e);
        }
    }
}
