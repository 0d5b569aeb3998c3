package org.marksheet.lab.log;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of lines that grows at its end; each line is with the operating system before {@link #write} returns. */
final class LineFile implements AutoCloseable {
    private final Path file;
    private final OutputStream out;

    private LineFile(Path file, OutputStream out) {
        this.file = file;
        this.out = out;
    }

    static LineFile append(Path file) {
        try {
            // No channel: an interrupt, as on Ctrl-C, would close it in the middle of a line.
            return new LineFile(file, new FileOutputStream(file.toFile(), true));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * Drops what follows a line.
     *
     * @param lines how many to keep
     * @throws BadRunException if there are fewer whole lines
     */
    static void cut(Path file, int lines) {
        try {
            byte[] content = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            int end = 0;
            for (int line = 0; line < lines; line++) {
                int next = endOfLine(content, end);
                if (next < 0) {
                    throw new BadRunException(file, "has " + line + " whole lines; " + lines
                            + " were expected of the place to go on from.", "Start the run anew, in another folder.");
                }
                end = next;
            }
            if (end < content.length) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(end);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be cut to " + lines + " lines: " + e.getMessage(), e);
        }
    }

    private static int endOfLine(byte[] content, int from) {
        for (int i = from; i < content.length; i++) {
            if (content[i] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    void write(String line) {
        try {
            out.write(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be closed: " + e.getMessage(), e);
        }
    }
}
