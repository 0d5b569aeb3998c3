package org.marksheet.sheet41.selfcheck;

import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.marksheet.sheet41.Exercise;
import org.marksheet.sheet41.Todos;

/** Leaves the self-checks of one exercise or one TODO: {@code mvn test -Dexercise=4.1.9}. */
public final class Narrowing implements PostDiscoveryFilter {
    private final String exercise;

    /** Reads the system property {@code exercise}; without it all self-checks run. */
    public Narrowing() {
        this(System.getProperty("exercise", ""));
    }

    /**
     * Narrows to an exercise or a TODO.
     *
     * @param exercise {@code 4.1.9}, {@code 4.1.9.a}, or empty for everything
     */
    public Narrowing(String exercise) {
        this.exercise = exercise;
    }

    /** Keeps the self-checks asked for; under an unknown number, only the test that says so. */
    @Override
    public FilterResult apply(TestDescriptor test) {
        boolean saysSo = method(test).filter(m -> m.getJavaClass() == NumberOnTheSheetTest.class).isPresent();
        return FilterResult.includedIf(saysSo ? refusal().isPresent() : todo(test).map(this::includes).orElse(true));
    }

    /** Returns what to say to a number that the sheet does not have, or nothing. */
    public Optional<String> refusal() {
        if (Todos.all().stream().anyMatch(todo -> includes(todo.id()))) {
            return Optional.empty();
        }
        return Optional.of("-Dexercise=" + exercise + ": there is nothing to write under this number. Give one of "
                + Todos.exercises().stream().map(Exercise::id).collect(Collectors.joining(", "))
                + ", or a single TODO such as " + Todos.all().get(0).id() + ".");
    }

    private boolean includes(String todo) {
        return exercise.isEmpty() || todo.equals(exercise) || todo.startsWith(exercise + ".");
    }

    private static Optional<String> todo(TestDescriptor test) {
        return method(test).map(source -> source.getJavaMethod().getAnnotation(SelfCheck.class)).map(SelfCheck::value);
    }

    private static Optional<MethodSource> method(TestDescriptor test) {
        return test.getSource().filter(MethodSource.class::isInstance).map(MethodSource.class::cast);
    }
}
