package org.marksheet.sheet41.commands;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.marksheet.sheet41.Todo;
import org.marksheet.sheet41.Todos;

/**
 * The place in a student's class where something went wrong.
 *
 * @param todo the TODO that the place belongs to
 * @param place class, method and line
 */
record Culprit(Todo todo, StackTraceElement place) {
    /** Returns the innermost such place on the way to what was thrown, or nothing if none is on it. */
    static Optional<Culprit> of(Throwable thrown) {
        Optional<Culprit> inner = thrown.getCause() == null ? Optional.empty() : of(thrown.getCause());
        return inner.or(() -> Arrays.stream(thrown.getStackTrace()).flatMap(frame -> at(frame).stream()).findFirst());
    }

    private static Optional<Culprit> at(StackTraceElement frame) {
        String outermost = frame.getClassName().replaceFirst("\\$.*", "");
        return Todos.all().stream()
                .filter(todo -> todo.implementation().getName().equals(outermost))
                // A helper of theirs belongs to some TODO of the class, and nobody knows to which.
                .min(Comparator.comparing(todo -> !todo.method().equals(frame.getMethodName())))
                .map(todo -> new Culprit(todo, frame));
    }

    String words() {
        return "Your " + place.getMethodName() + " (" + place.getFileName() + ":" + place.getLineNumber() + ") threw ";
    }
}
