package org.marksheet.sheet41.commands;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets Ctrl-C end a run where it can be ended, and not in the middle of a step. */
final class Interrupt implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;
    private static final int LAST_WORDS_MILLIS = 200;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::ask);
    private final Thread run = Thread.currentThread();
    private volatile boolean asked;

    /** Begins to listen. */
    Interrupt() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Returns whether somebody wants the run to end. */
    boolean asked() {
        return asked;
    }

    /** Says that everything is written. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The program is being ended, and the hook runs.
            return;
        }
    }

    private void ask() {
        asked = true;
        if (ended.getCount() > 0) {
            System.err.println();
            System.err.println("Interrupted: it ends after this step, and what is done is saved; in " + PATIENCE_SECONDS
                    + " s it ends in any case.");
        }
        try {
            ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            // If the last step failed, the run still has to say why; it never ends, because it waits for this hook.
            run.join(LAST_WORDS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
