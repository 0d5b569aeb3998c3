package org.marksheet.grader.cli;

import java.io.PrintWriter;
import java.util.function.Consumer;
import org.marksheet.grader.selfcheck.SelfCheck;

/** A progress bar whose length is known only with the first step. */
final class LateProgress implements Consumer<SelfCheck.Progress>, AutoCloseable {
    private final PrintWriter err;
    private Progress progress;

    LateProgress(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void accept(SelfCheck.Progress now) {
        if (progress == null) {
            progress = Progress.of("Checking", now.total(), err);
        }
        progress.to(now.done());
    }

    @Override
    public void close() {
        if (progress != null) {
            progress.close();
        }
    }
}
