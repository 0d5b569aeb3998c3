package org.marksheet.grader.checks;

import java.util.List;
import org.marksheet.grader.api.Picture;
import org.marksheet.worker.invoke.Answer.Failure;
import org.marksheet.worker.invoke.Answer.Kind;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.ValueWrapper;

/** Says how a check ended, from what it threw and from how its calls ended. */
final class Judgement {
    private static final int MAX_MESSAGE = 1500;

    private Judgement() {}

    static CheckOutcome of(
            String check, Throwable thrown, List<RecordedCall> calls, List<Picture> pictures, long millis) {
        if (thrown instanceof WorkerFaultException fault) {
            throw fault;
        }
        Failure failure = calls.stream()
                .map(call -> call.answer().failure())
                .filter(found -> found != null && found.kind() != Kind.THREW && found.kind() != Kind.MISMATCH)
                .findFirst()
                .orElse(null);
        if (failure != null) {
            return switch (failure.kind()) {
                case OPEN -> outcome(check, Outcome.TODO, "Still open.", null, calls, millis);
                case TIMEOUT -> outcome(check, Outcome.TIMEOUT, failure.message(), input(calls), calls, millis);
                case DIED, THREW, MISMATCH ->
                    outcome(check, Outcome.THREW, failure.message(), input(calls), calls, millis);
            };
        }
        if (thrown == null) {
            return outcome(check, Outcome.PASSED, null, null, calls, millis);
        }
        if (thrown instanceof GateClosedException closed) {
            return outcome(check, closed.outcome(), closed.getMessage(), null, calls, millis);
        }
        Failure last = calls.isEmpty() ? null : calls.get(calls.size() - 1).answer().failure();
        if (last != null && last.kind() == Kind.THREW && !(thrown instanceof AssertionError)) {
            String where = last.where().isEmpty() ? "" : " (" + last.where() + ")";
            return outcome(
                    check, Outcome.THREW, last.type() + ": " + last.message() + where, input(calls), calls, millis);
        }
        if (thrown instanceof AssertionError) {
            return outcome(check, Outcome.FAILED, String.valueOf(thrown.getMessage()).strip(), example(thrown, calls, pictures), calls, millis);
        }
        throw new IllegalStateException("Check " + check + " itself is broken: " + thrown, thrown);
    }

    private static CheckOutcome outcome(
            String check, Outcome outcome, String message, Example example, List<RecordedCall> calls, long millis) {
        return new CheckOutcome(check, outcome, shortened(message), example, calls, millis);
    }

    private static String shortened(String message) {
        return message == null || message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + " ..";
    }

    private static Example input(List<RecordedCall> calls) {
        return calls.isEmpty() ? null : new Example(Shown.arguments(calls.get(calls.size() - 1)), null, null);
    }

    private static Example example(Throwable thrown, List<RecordedCall> calls, List<Picture> pictures) {
        String yours = null;
        String expected = null;
        if (thrown instanceof AssertionFailedError error) {
            yours = error.isActualDefined() ? text(error.getActual()) : null;
            expected = error.isExpectedDefined() ? text(error.getExpected()) : null;
        }
        String input = calls.isEmpty() ? null : Shown.arguments(calls.get(calls.size() - 1));
        return input == null && yours == null && pictures.isEmpty()
                ? null
                : new Example(input, yours, expected, pictures);
    }

    private static String text(ValueWrapper wrapper) {
        return wrapper == null ? null : wrapper.getStringRepresentation();
    }
}
