package org.marksheet.grader.grading;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.marksheet.grader.intake.Incoming;
import org.marksheet.grader.intake.Submission;
import org.marksheet.grader.report.ResultFolder;
import org.marksheet.grader.sandbox.WorkerPool;
import org.marksheet.grader.score.Result;
import org.marksheet.grader.score.Result.Status;

/** Grades many submissions, several at once, and writes each result as soon as it is there. */
public final class ClassRun {
    private final Grading grading;
    private final WorkerPool pool;
    private final ResultFolder folder;
    private final GradeOptions options;
    private boolean stopped;

    /** Prepares a run. */
    public ClassRun(Grading grading, WorkerPool pool, ResultFolder folder, GradeOptions options) {
        this.grading = grading;
        this.pool = pool;
        this.folder = folder;
        this.options = options;
    }

    /**
     * Grades.
     *
     * @param incoming what came in
     * @param finished is told each result once it is written, on the calling thread
     * @return the results of this run, in no order
     * @throws InterruptedException if it is stopped; what was graded is kept
     */
    public List<Result> of(List<Incoming> incoming, Consumer<Result> finished)
            throws InterruptedException, IOException {
        List<Result> results = new ArrayList<>();
        List<Incoming> open = new ArrayList<>();
        for (Incoming one : incoming) {
            Optional<Result> kept = options.resume() ? kept(one) : Optional.empty();
            if (kept.isPresent()) {
                // Its pages anew: they may have been told to reveal more.
                keep(kept.get());
                results.add(kept.get());
                finished.accept(kept.get());
            } else {
                open.add(one);
            }
        }
        pool.expect((int) open.stream().filter(Submission.class::isInstance).count());
        ExecutorService threads = Executors.newFixedThreadPool(options.jobs());
        try {
            ExecutorCompletionService<Result> work = new ExecutorCompletionService<>(threads);
            for (Incoming one : open) {
                work.submit(() -> {
                    // The first report would take long if nothing of it were ready; earlier, it would hold up javac.
                    Result result = grading.grade(one, () -> CompletableFuture.runAsync(folder::prepare));
                    keep(result);
                    return result;
                });
            }
            for (int i = 0; i < open.size(); i++) {
                Result result = work.take().get();
                if (!isStopped()) {
                    results.add(result);
                    finished.accept(result);
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        } finally {
            threads.shutdownNow();
        }
        finish();
        return results;
    }

    /** Writes what is about the whole class, from the results that are there. */
    public void finish() {
        folder.finish();
    }

    /** Takes no more results: what is graded from now on may be the work of a worker that is being killed. */
    public synchronized void stop() {
        stopped = true;
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private synchronized void keep(Result result) {
        boolean older = result.status() == Status.ERROR
                && folder.read(result.submission())
                        .filter(found -> found.status() == Status.GRADED)
                        .isPresent();
        if (!stopped && !older) {
            folder.write(result);
        }
    }

    private Optional<Result> kept(Incoming one) {
        if (!(one instanceof Submission submission)) {
            return Optional.empty();
        }
        return folder.read(submission.name())
                .filter(result -> result.status() == Status.GRADED
                        && result.digests().equals(grading.digests(submission.digest())));
    }
}
