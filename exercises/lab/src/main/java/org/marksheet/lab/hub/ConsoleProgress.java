package org.marksheet.lab.hub;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows a download to a person: on a terminal a line that is written over again and again, elsewhere a line when a file begins
 * and one when it ends.
 */
public final class ConsoleProgress implements DownloadProgress {
    private static final Duration BETWEEN = Duration.ofMillis(200);
    private static final int WIDTH = 79;

    private final PrintWriter out;
    private final boolean terminal;
    private final LongSupplier nanoTime;

    ConsoleProgress(PrintWriter out, boolean terminal, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
    }

    /**
     * Returns one that writes.
     *
     * @param out stays open
     * @param terminal whether lines can be written over
     */
    public static ConsoleProgress of(PrintWriter out, boolean terminal) {
        return new ConsoleProgress(out, terminal, System::nanoTime);
    }

    @Override
    public Transfer begin(String file, long done, long total) {
        return new Line(file, done, total);
    }

    @Override
    public void note(String sentence) {
        if (terminal) {
            out.print("\r" + " ".repeat(WIDTH) + "\r");
        }
        out.println(sentence);
        out.flush();
    }

    /** One file's line. */
    private final class Line implements Transfer {
        private final String file;
        private final long total;
        private final long began = nanoTime.getAsLong();
        private long first;
        private long done;
        private long shown;

        Line(String file, long done, long total) {
            this.file = file;
            this.total = total;
            this.first = done;
            this.done = done;
            this.shown = began;
            if (terminal) {
                show(began);
            } else {
                out.println(file + ": " + size(total) + (done > 0 ? ", goes on at " + size(done) : "") + " ...");
                out.flush();
            }
        }

        @Override
        public void at(long now) {
            // After a new beginning, the rate counts from there.
            first = Math.min(first, now);
            done = now;
            long time = nanoTime.getAsLong();
            if (terminal && time - shown >= BETWEEN.toNanos()) {
                shown = time;
                show(time);
            }
        }

        @Override
        public void close() {
            if (terminal) {
                show(nanoTime.getAsLong());
                out.println();
            } else {
                out.println(file + ": " + (done == total ? "done." : "ended at " + size(done) + "."));
            }
            out.flush();
        }

        private void show(long time) {
            double seconds = Math.max(time - began, 1) / 1e9;
            double rate = (done - first) / seconds;
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%s: %3d %%  %s of %s",
                    file, total == 0 ? 100 : done * 100 / total, size(done), size(total)));
            if (done > first) {
                line.append("  ").append(size((long) rate)).append("/s");
            }
            if (done > first && done < total) {
                line.append("  ").append(left((long) Math.ceil((total - done) / rate))).append(" left");
            }
            int blanks = Math.max(0, WIDTH - line.length());
            out.print("\r" + line.substring(0, Math.min(WIDTH, line.length())) + " ".repeat(blanks));
            out.flush();
        }
    }

    private static String size(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        if (bytes < 1_000_000) {
            return String.format(Locale.ROOT, "%.1f kB", bytes / 1e3);
        }
        return bytes < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
    }

    private static String left(long seconds) {
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
