package org.marksheet.grader.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a student's report says, in the order in which it says it; the page and the Markdown are two dresses of it.
 *
 * <p>Components whose name ends in {@code words} are the sheet's trusted Markdown. All others are plain text.
 *
 * @param name the submission's name
 * @param sheet the sheet's id
 * @param title the sheet's title
 * @param status {@code graded}, {@code rejected} or {@code error}
 * @param reason why it was not graded, or empty
 * @param points of the sheet
 * @param bonus points on top, or null if there are none
 * @param unmarked points that wait for a person, or null if there are none
 * @param steps what to do next
 * @param open TODOs that are not written yet
 * @param exercises in the sheet's order
 * @param notes what a person should know
 * @param origin how to repeat it
 */
record ReportView(
        String name,
        String sheet,
        String title,
        String status,
        String reason,
        Points points,
        BigDecimal bonus,
        BigDecimal unmarked,
        List<Step> steps,
        List<Named> open,
        List<Exercise> exercises,
        List<String> notes,
        Origin origin) {

    public String unmarkedText() {
        return Points.counted(unmarked);
    }

    public String unmarkedShare() {
        return Points.share(unmarked, points.possible());
    }

    public String bonusText() {
        return Points.counted(bonus);
    }

    /** Returns whether every check of the exercises that count has passed. */
    public boolean complete() {
        return status.equals("graded") && steps.isEmpty() && open.isEmpty();
    }

    /** A TODO's id and method. */
    record Named(String id, String method) {
        public String anchor() {
            return "todo-" + id;
        }
    }

    /**
     * A thing to do.
     *
     * @param todos usually one; several if one file with all of them does not compile
     * @param state how bad it is, in words
     * @param mistakes what the sheet says about the mistakes that were recognised
     * @param message what the first check says, or empty if the sheet says it better
     * @param code whether the message is the compiler's
     * @param hintsWords the sheet's hints
     */
    record Step(
            List<Named> todos,
            String state,
            List<Mistake> mistakes,
            String message,
            boolean code,
            List<String> hintsWords) {}

    /** A recognised mistake and what the sheet says about it. */
    record Mistake(String name, String words) {}

    /** An exercise's section. */
    record Exercise(String id, String title, boolean bonus, Points points, List<Todo> todos) {
        public String anchor() {
            return "exercise-" + id;
        }
    }

    /** A TODO's part: what went wrong, and what is right already. */
    record Todo(Named named, Points points, List<Problem> problems, List<Check> passed) {
        public int checks() {
            return passed.size() + problems.stream().mapToInt(problem -> problem.checks().size()).sum();
        }
    }

    /** A check by its name and the sheet's words for it, which may be empty. */
    record Check(String slug, String words) {}

    /**
     * Checks that failed in the same way.
     *
     * @param kind the outcome, for the style sheet
     * @param outcome the outcome, in words
     * @param mistake a name, or empty
     * @param message what went wrong, or empty
     * @param code whether the message is the compiler's
     * @param example a case, or null
     */
    record Problem(
            List<Check> checks,
            String kind,
            String outcome,
            String mistake,
            String message,
            boolean code,
            Case example) {}

    /**
     * A case that went wrong.
     *
     * @param figures what the check shows of it
     */
    record Case(List<Input> inputs, Shown yours, Shown expected, List<Figure> figures) {
        /** Returns the inputs, one a line. */
        public String text() {
            return inputs.stream()
                    .map(input -> input.name().isEmpty()
                            ? input.value().text()
                            : input.name() + " = " + input.value().text())
                    .collect(Collectors.joining("\n"));
        }
    }

    /** An argument; the name may be empty. */
    record Input(String name, Shown value) {}

    /** A value as text, and as a table if it is a small tensor, else null. */
    record Shown(String text, Grid grid) {}

    /** What went in and how it ran. */
    record Origin(
            String seed, String device, String sandbox, String submission, String sheet, String grader, String command) {
        public boolean unsandboxed() {
            return sandbox.equals("none");
        }
    }
}
