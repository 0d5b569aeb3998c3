package org.marksheet.grader.checks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.marksheet.grader.sandbox.Worker;
import org.marksheet.grader.sandbox.WorkerPool;
import org.marksheet.worker.codec.Message;
import org.marksheet.worker.invoke.Answer;
import org.marksheet.worker.invoke.Answer.Failure;
import org.marksheet.worker.invoke.Answer.Kind;
import org.marksheet.worker.invoke.Request;

/**
 * Answers calls in a worker, and replaces it when it hangs or dies, or when one TODO left threads running that
 * could disturb the next one.
 *
 * <p>A check has a limit, and so has the submission. After the second hang or death of one TODO its other
 * checks are not run.
 */
public final class SubmissionProcess implements Implementation, Recorder.Gate, AutoCloseable {
    /** How the message of a check begins that was not run because of what happened in others. */
    public static final String NOT_RUN = "Not run: ";

    private static final Duration START = Duration.ofSeconds(60);
    private static final int SECOND_CHANCE = 2;

    private final WorkerPool pool;
    private final Message.Load overlay;
    private final Duration perCheck;
    private final Map<String, List<Outcome>> losses = new LinkedHashMap<>();
    private Duration leftOfSubmission;
    private Duration leftOfCheck;
    private String check;
    private Worker worker;
    private WorkerFaultException fault;
    /** The TODO that left threads running in this worker, or null. */
    private String restless;
    private int calls;

    /**
     * Prepares; a worker is taken with the first call.
     *
     * @param pool where workers come from
     * @param overlay the sheet's and the submission's classes
     * @param perCheck the limit of a check
     * @param perSubmission the limit of all checks together
     */
    public SubmissionProcess(WorkerPool pool, Message.Load overlay, Duration perCheck, Duration perSubmission) {
        this.pool = pool;
        this.overlay = overlay;
        this.perCheck = perCheck;
        this.leftOfSubmission = perSubmission;
    }

    @Override
    public void begin(String id) {
        if (fault != null) {
            throw fault;
        }
        check = id;
        leftOfCheck = perCheck;
        if (restless != null && !restless.equals(CheckList.todo(id))) {
            close();
        }
        if (leftOfSubmission.isNegative() || leftOfSubmission.isZero()) {
            throw new GateClosedException(
                    Outcome.TIMEOUT, NOT_RUN + "the whole submission has used up its time (--limit).");
        }
        List<Outcome> lost = losses.getOrDefault(CheckList.todo(id), List.of());
        if (lost.size() >= SECOND_CHANCE) {
            throw new GateClosedException(
                    lost.get(lost.size() - 1),
                    NOT_RUN + "two other checks of this method already "
                            + (lost.contains(Outcome.TIMEOUT) ? "gave no answer." : "ended the program."));
        }
    }

    @Override
    public Answer call(Request request, PartnerTable partners) {
        calls++;
        try {
            ready();
            long began = System.nanoTime();
            try {
                return converse(request, partners);
            } finally {
                Duration took = Duration.ofNanos(System.nanoTime() - began);
                leftOfCheck = leftOfCheck.minus(took);
                leftOfSubmission = leftOfSubmission.minus(took);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw faulty("Interrupted.", e);
        }
    }

    /** Returns how many calls crossed so far. */
    public int calls() {
        return calls;
    }

    @Override
    public void close() {
        if (worker != null) {
            worker.close();
            worker = null;
            restless = null;
        }
    }

    private void ready() throws InterruptedException {
        if (worker != null) {
            return;
        }
        try {
            worker = pool.take();
        } catch (IOException e) {
            throw faulty("No worker could be started: " + e.getMessage(), e);
        }
        Optional<Message> first = worker.connection().receive(START);
        if (first == null || first.isEmpty() || !(first.get() instanceof Message.Ready)) {
            String errors = worker.errors().strip();
            close();
            throw faulty(
                    "A worker did not start" + (errors.isEmpty() ? "." : ": " + errors.lines().findFirst().orElse("")),
                    null);
        }
        worker.connection().send(overlay);
    }

    private Answer converse(Request request, PartnerTable partners) throws InterruptedException {
        long deadline = System.nanoTime()
                + (leftOfCheck.compareTo(leftOfSubmission) < 0 ? leftOfCheck : leftOfSubmission).toNanos();
        // What comes before it was asked for is no answer, and would be taken for that of the next question.
        if (worker.connection().receive(Duration.ZERO) != null
                || !worker.connection().send(new Message.Call(request))) {
            return died(request);
        }
        while (true) {
            long left = deadline - System.nanoTime();
            // A worker that asks without end always has something to say.
            Optional<Message> message = left > 0 ? worker.connection().receive(Duration.ofNanos(left)) : null;
            if (message == null) {
                return lost(new Failure(Kind.TIMEOUT, "", timeout(request), ""));
            } else if (message.isEmpty()) {
                return died(request);
            } else if (message.get() instanceof Message.Done done) {
                if (done.stragglers()) {
                    restless = CheckList.todo(check);
                }
                return done.answer();
            } else if (message.get() instanceof Message.Ask ask) {
                if (!partners.knows(ask.partner()) || !worker.connection().send(told(partners, ask))) {
                    return died(request);
                }
            } else {
                return died(request);
            }
        }
    }

    private static Message.Told told(PartnerTable partners, Message.Ask ask) {
        PartnerTable.Reply reply = partners.answer(ask.partner(), ask.method(), ask.arguments(), ask.slopes());
        return new Message.Told(reply.value(), reply.slopes());
    }

    private String timeout(Request request) {
        boolean whole = leftOfSubmission.compareTo(leftOfCheck) < 0;
        return request.method() + " gave no answer"
                + (whole
                        ? ": the whole submission has used up its time (--limit)."
                        : " in " + perCheck.toSeconds() + " s (--timeout). Is there a loop that never ends?");
    }

    private Answer died(Request request) throws InterruptedException {
        OptionalInt code = worker.exitCode();
        String how = code.isEmpty() ? "it sent something that is no answer" : "exit code " + code.getAsInt();
        return lost(new Failure(
                Kind.DIED,
                "",
                "The program ended while " + request.method() + " ran (" + how
                        + "). A method ends by return or throw, never by System.exit or halt; too much memory or "
                        + "processor time ends it, too.",
                ""));
    }

    private Answer lost(Failure failure) {
        losses.computeIfAbsent(CheckList.todo(check), todo -> new ArrayList<>())
                .add(failure.kind() == Kind.TIMEOUT ? Outcome.TIMEOUT : Outcome.THREW);
        close();
        return Answer.failed(failure);
    }

    /** Remembers a fault of the machine, so that the checks that are left do not each wait for it again. */
    private WorkerFaultException faulty(String message, Throwable cause) {
        fault = new WorkerFaultException(message, cause);
        return fault;
    }
}
