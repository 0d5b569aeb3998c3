package org.marksheet.grader.sheet;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A sheet's words and points, read from its Markdown.
 *
 * @param id {@code 4.1}
 * @param title without the id
 * @param digest {@code sha256:...} of its text
 * @param introMarkdown what stands outside the exercises, without instructor's blocks
 * @param exercises in the sheet's order
 * @param source what it was read from
 * @param part the ids of exercises, TODOs and checks that are left of the sheet; none for all of it
 */
public record SheetText(
        String id,
        String title,
        String digest,
        String introMarkdown,
        List<ExerciseText> exercises,
        SheetSource source,
        List<String> part) {
    /** Copies the lists. */
    public SheetText {
        exercises = List.copyOf(exercises);
        part = List.copyOf(part);
    }

    /**
     * Reads a sheet.
     *
     * @throws SheetException with all problems that were found, each with file, line and next step
     */
    public static SheetText read(Path path) {
        return new SheetParser(SheetSource.read(path)).parse();
    }

    /** Returns all of the text but the instructor's blocks. */
    public String studentMarkdown() {
        return InstructorBlocks.strip(source);
    }

    /** Returns the TODOs of all exercises, in the sheet's order. */
    public List<TodoText> todos() {
        return exercises.stream().flatMap(exercise -> exercise.todos().stream()).toList();
    }

    /** Returns the checks of all TODOs, in the sheet's order. */
    public List<CheckText> checks() {
        return todos().stream().flatMap(todo -> todo.checks().stream()).toList();
    }

    /** Returns the exercise of an id. */
    public Optional<ExerciseText> exercise(String exerciseId) {
        return exercises.stream().filter(exercise -> exercise.id().equals(exerciseId)).findFirst();
    }

    /** Returns the TODO of an id. */
    public Optional<TodoText> todo(String todoId) {
        return todos().stream().filter(todo -> todo.id().equals(todoId)).findFirst();
    }

    /** Returns the check of an id. */
    public Optional<CheckText> check(String checkId) {
        return checks().stream().filter(check -> check.id().equals(checkId)).findFirst();
    }

    /**
     * Returns the part of the sheet that some checks belong to; all of it if every check does.
     *
     * @param wanted which checks, by id
     */
    public SheetText only(Predicate<String> wanted) {
        if (checks().stream().map(CheckText::id).allMatch(wanted)) {
            return this;
        }
        List<ExerciseText> kept = exercises.stream()
                .map(exercise -> exercise.only(wanted))
                .filter(exercise -> !exercise.todos().isEmpty())
                .toList();
        return new SheetText(id, title, digest, introMarkdown, kept, source, names(wanted));
    }

    /** Returns the fewest ids of exercises, TODOs and checks that name exactly the wanted checks, in the sheet's order. */
    private List<String> names(Predicate<String> wanted) {
        List<String> names = new ArrayList<>();
        for (ExerciseText exercise : exercises) {
            if (areAll(wanted, exercise.todos())) {
                names.add(exercise.id());
                continue;
            }
            for (TodoText todo : exercise.todos()) {
                if (areAll(wanted, List.of(todo))) {
                    names.add(todo.id());
                } else {
                    todo.checks().stream().map(CheckText::id).filter(wanted).forEach(names::add);
                }
            }
        }
        return names;
    }

    private static boolean areAll(Predicate<String> wanted, List<TodoText> todos) {
        List<String> ids = todos.stream().flatMap(todo -> todo.checks().stream()).map(CheckText::id).toList();
        return !ids.isEmpty() && ids.stream().allMatch(wanted);
    }

    /** Returns the exact points of the sheet, without bonus exercises. */
    public BigDecimal possible() {
        return exercises.stream()
                .filter(exercise -> !exercise.bonus())
                .map(ExerciseText::points)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /**
     * Compares the ids in the code with those in the sheet.
     *
     * @param checkIds the ids of all checks in the code
     * @param mistakesByTodo the names of all mistakes in the code, by the TODO that they get wrong
     * @return a problem for each id that only one side has, with file, line and next step; empty if they agree
     */
    public List<String> verify(
            Collection<String> checkIds, Map<String, ? extends Collection<String>> mistakesByTodo) {
        return new IdComparison(this).problems(checkIds, mistakesByTodo);
    }
}
