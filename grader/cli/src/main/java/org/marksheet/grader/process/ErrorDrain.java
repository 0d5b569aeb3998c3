package org.marksheet.grader.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads a process's error output so that it never blocks on it, and keeps the beginning. */
final class ErrorDrain extends Thread {
    private final InputStream errors;
    private final int keep;
    private final long endure;
    private final Runnable tooMuch;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    ErrorDrain(InputStream errors, int keep, long endure, Runnable tooMuch) {
        super("process errors");
        setDaemon(true);
        this.errors = errors;
        this.keep = keep;
        this.endure = endure;
        this.tooMuch = tooMuch;
    }

    byte[] kept() {
        synchronized (kept) {
            return kept.toByteArray();
        }
    }

    @Override
    public void run() {
        byte[] buffer = new byte[8192];
        long seen = 0;
        try {
            for (int n = errors.read(buffer); n >= 0; n = errors.read(buffer)) {
                seen += n;
                synchronized (kept) {
                    kept.write(buffer, 0, Math.min(n, keep - kept.size()));
                }
                if (seen > endure) {
                    tooMuch.run();
                    return;
                }
            }
        } catch (IOException e) {
            // The stream was closed under the reader: the process has ended, and there is no more to read.
        }
    }
}
