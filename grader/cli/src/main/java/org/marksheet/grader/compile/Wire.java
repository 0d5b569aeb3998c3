package org.marksheet.grader.compile;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Frames between grader and compiler process: a length, then a body. Neither side believes a length of the
 * other before it has compared it with a bound.
 */
final class Wire {
    static final int FRAME_BYTES = 16 << 20;
    private static final int ITEMS = 20_000;
    private static final int READY = 0;
    private static final int WORKING = 1;
    private static final int DONE = 2;

    private Wire() {}

    static void writeSources(DataOutputStream out, List<SourceFile> sources) throws IOException {
        frame(out, body -> {
            body.writeInt(sources.size());
            for (SourceFile source : sources) {
                text(body, source.path());
                text(body, source.contract());
                text(body, source.text());
            }
        });
    }

    static List<SourceFile> readSources(DataInputStream in) throws IOException {
        DataInputStream body = frame(in);
        List<SourceFile> sources = new ArrayList<>();
        for (int n = count(body); n > 0; n--) {
            sources.add(new SourceFile(text(body), text(body), text(body)));
        }
        return sources;
    }

    static void writeReady(DataOutputStream out) throws IOException {
        frame(out, body -> body.writeByte(READY));
    }

    static void writeWorking(DataOutputStream out, String path) throws IOException {
        frame(out, body -> {
            body.writeByte(WORKING);
            text(body, path);
        });
    }

    static void writeDone(DataOutputStream out, Reply.Done done) throws IOException {
        frame(out, body -> {
            body.writeByte(DONE);
            body.writeBoolean(done.gaveUp());
            body.writeInt(done.classes().size());
            for (Map.Entry<String, byte[]> each : done.classes().entrySet()) {
                text(body, each.getKey());
                bytes(body, each.getValue());
            }
            body.writeInt(done.findings().size());
            for (Finding finding : done.findings()) {
                text(body, finding.path());
                body.writeLong(finding.line());
                body.writeLong(finding.offset());
                text(body, finding.code());
                text(body, finding.detail());
            }
        });
    }

    static Reply readReply(DataInputStream in) throws IOException {
        DataInputStream body = frame(in);
        int kind = body.readByte();
        return switch (kind) {
            case READY -> new Reply.Ready();
            case WORKING -> new Reply.Working(text(body));
            case DONE -> done(body);
            default -> throw new IOException("frame of unknown kind " + kind);
        };
    }

    private static Reply.Done done(DataInputStream body) throws IOException {
        boolean gaveUp = body.readBoolean();
        Map<String, byte[]> classes = new TreeMap<>();
        for (int n = count(body); n > 0; n--) {
            classes.put(text(body), bytes(body));
        }
        List<Finding> findings = new ArrayList<>();
        for (int n = count(body); n > 0; n--) {
            findings.add(new Finding(text(body), body.readLong(), body.readLong(), text(body), text(body)));
        }
        return new Reply.Done(gaveUp, classes, findings);
    }

    /** What a frame holds. */
    private interface Body {
        void write(DataOutputStream body) throws IOException;
    }

    private static void frame(DataOutputStream out, Body content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content.write(new DataOutputStream(bytes));
        if (bytes.size() > FRAME_BYTES) {
            throw new IOException("frame of " + bytes.size() + " bytes");
        }
        out.writeInt(bytes.size());
        bytes.writeTo(out);
        out.flush();
    }

    private static DataInputStream frame(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > FRAME_BYTES) {
            throw new IOException("frame of " + length + " bytes");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("frame cut off");
        }
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    private static int count(DataInputStream body) throws IOException {
        int count = body.readInt();
        if (count < 0 || count > ITEMS) {
            throw new IOException(count + " items");
        }
        return count;
    }

    private static void text(DataOutputStream body, String text) throws IOException {
        bytes(body, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(DataInputStream body) throws IOException {
        return new String(bytes(body), StandardCharsets.UTF_8);
    }

    private static void bytes(DataOutputStream body, byte[] bytes) throws IOException {
        body.writeInt(bytes.length);
        body.write(bytes);
    }

    private static byte[] bytes(DataInputStream body) throws IOException {
        int length = body.readInt();
        // The body is in memory and bounded, so what is left of it bounds all its parts.
        if (length < 0 || length > body.available()) {
            throw new IOException("part of " + length + " bytes");
        }
        return body.readNBytes(length);
    }
}
