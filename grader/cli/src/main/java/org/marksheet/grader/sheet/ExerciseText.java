package org.marksheet.grader.sheet;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the sheet says about one exercise.
 *
 * @param id {@code 4.1.9}
 * @param title without the id and the word bonus
 * @param bonus whether its points come on top of the sheet's
 * @param todos in the sheet's order
 * @param bodyMarkdown its prose outside the TODOs, without instructor's blocks
 */
public record ExerciseText(String id, String title, boolean bonus, List<TodoText> todos, String bodyMarkdown) {
    /** Copies the list. */
    public ExerciseText {
        todos = List.copyOf(todos);
    }

    ExerciseText only(Predicate<String> wanted) {
        List<TodoText> kept = todos.stream()
                .map(todo -> todo.only(wanted))
                .filter(todo -> !todo.checks().isEmpty())
                .toList();
        return new ExerciseText(id, title, bonus, kept, bodyMarkdown);
    }

    /** Returns the exact sum of the points of its TODOs. */
    public BigDecimal points() {
        return todos.stream().map(TodoText::points).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
