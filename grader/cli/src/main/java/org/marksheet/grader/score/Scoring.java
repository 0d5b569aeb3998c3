package org.marksheet.grader.score;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.marksheet.grader.checks.CheckList;
import org.marksheet.grader.checks.CheckOutcome;
import org.marksheet.grader.checks.Outcome;
import org.marksheet.grader.sheet.CheckText;
import org.marksheet.grader.sheet.ExerciseText;
import org.marksheet.grader.sheet.SheetText;
import org.marksheet.grader.sheet.TodoText;

/** Turns outcomes into exact points: a check earns all of its points or none. */
public final class Scoring {
    private static final Set<Outcome> WITH_A_VALUE = EnumSet.of(Outcome.FAILED, Outcome.THREW);

    private final SheetText sheet;

    /** Scores by a sheet's points. */
    public Scoring(SheetText sheet) {
        this.sheet = sheet;
    }

    /**
     * Scores every check that the sheet lists.
     *
     * @param outcomes by check; one that is missing has failed
     * @param mistakes the name of the mistake by TODO, where there is one
     * @return the exercises in the sheet's order
     */
    public List<ExerciseResult> score(Map<String, CheckOutcome> outcomes, Map<String, String> mistakes) {
        List<ExerciseResult> exercises = new ArrayList<>();
        for (ExerciseText exercise : sheet.exercises()) {
            List<CheckResult> checks = new ArrayList<>();
            for (TodoText todo : exercise.todos()) {
                for (CheckText check : todo.checks()) {
                    checks.add(score(check, outcomes.get(check.id()), mistakes.get(todo.id())));
                }
            }
            exercises.add(new ExerciseResult(
                    exercise.id(), exercise.title(), earned(checks), exercise.points(), checks));
        }
        return exercises;
    }

    /** Returns the points earned on the sheet's exercises, bonus exercises excepted or alone. */
    public BigDecimal sum(List<ExerciseResult> exercises, boolean bonus) {
        return exercises.stream()
                .filter(exercise -> sheet.exercise(exercise.id()).orElseThrow().bonus() == bonus)
                .map(ExerciseResult::earned)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static CheckResult score(CheckText check, CheckOutcome outcome, String mistake) {
        String todo = CheckList.todo(check.id());
        if (outcome == null) {
            return new CheckResult(
                    check.id(), todo, BigDecimal.ZERO, check.points(), Outcome.FAILED, null,
                    "This check did not run.", null, 0);
        }
        boolean passed = outcome.outcome() == Outcome.PASSED;
        return new CheckResult(
                check.id(),
                todo,
                passed ? check.points() : BigDecimal.ZERO,
                check.points(),
                outcome.outcome(),
                WITH_A_VALUE.contains(outcome.outcome()) ? mistake : null,
                outcome.message(),
                outcome.example(),
                outcome.millis());
    }

    private static BigDecimal earned(List<CheckResult> checks) {
        return checks.stream().map(CheckResult::earned).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
