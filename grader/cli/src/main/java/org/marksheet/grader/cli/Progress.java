package org.marksheet.grader.cli;

import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far a long run is: a bar with count, rate and time left on a terminal, plain lines elsewhere. */
final class Progress implements AutoCloseable {
    private final PrintWriter err;
    private final ProgressBar bar;
    private final int total;
    private int done;

    private Progress(PrintWriter err, ProgressBar bar, int total) {
        this.err = err;
        this.bar = bar;
        this.total = total;
    }

    static Progress of(String what, int total, PrintWriter err) {
        boolean terminal = System.console() != null && System.getenv("TERM") != null && !"dumb".equals(System.getenv("TERM"));
        return new Progress(err, terminal ? bar(what, total) : null, total);
    }

    private static ProgressBar bar(String what, int total) {
        return new ProgressBarBuilder()
                .setTaskName(what)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                .setSpeedUnit(ChronoUnit.MINUTES)
                .setUnit("", 1)
                .showSpeed()
                .setUpdateIntervalMillis(200)
                .build();
    }

    /** Says that one more is done. */
    void step(String line) {
        done++;
        if (bar != null) {
            bar.setExtraMessage(line);
            bar.step();
        } else {
            err.println(done + "/" + total + "  " + line);
        }
    }

    /** Moves to a count without words. */
    void to(int count) {
        if (bar != null) {
            bar.stepTo(count);
        } else if (count == total || count * 10 / total > done * 10 / total) {
            err.println(count + "/" + total);
        }
        done = count;
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
