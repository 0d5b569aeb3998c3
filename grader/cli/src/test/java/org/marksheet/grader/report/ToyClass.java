package org.marksheet.grader.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.marksheet.grader.api.Picture;
import org.marksheet.grader.checks.Example;
import org.marksheet.grader.checks.Outcome;
import org.marksheet.grader.score.CheckResult;
import org.marksheet.grader.score.ExerciseResult;
import org.marksheet.grader.score.Result;
import org.marksheet.grader.sheet.CheckText;
import org.marksheet.grader.sheet.ExerciseText;
import org.marksheet.grader.sheet.SheetText;
import org.marksheet.grader.sheet.TodoText;
import org.marksheet.grader.sheet.ToySheet;

/** Results of the toy sheet as a class would bring them. */
final class ToyClass {
    static final SheetText SHEET = ToySheet.read();

    private static final Example CLIPPED = new Example(
            "logProbs = [[-0.51, -1.20, -0.94], [-2.01, -0.33, nan]]\n"
                    + "oldLogProbs = [[-1.02, -1.31, -0.52], [-2.40, -0.71, nan]]\n"
                    + "advantages = [[1.37, -2.08, 0.61], [-1.73, 2.26, nan]]\n"
                    + "responseMask = [[true, true, true], [true, true, false]]\n"
                    + "clipRange = 0.2",
            "loss = -0.83716", "loss = -0.41292",
            List.of(
                    Picture.Curve.of(
                            "The loss of one token over its ratio, A = 1", "ratio", "loss",
                            new double[] {0, .8, 1.2, 2.2}, new double[] {0, -.8, -1.2, -1.2},
                            List.of(
                                    new Picture.Mark(Picture.Role.EXPECTED, 2, -1.2),
                                    new Picture.Mark(Picture.Role.YOURS, 2, -2))),
                    Picture.Bars.compared(
                            "The slope of the loss in each log-probability", List.of("row 0", "row 1", "padding"),
                            new double[] {-.5, .25, 0}, new double[] {-.5, 0, 0}),
                    Picture.Strip.compared(
                            "Which tokens are clipped", new boolean[] {true, false, true, false},
                            new boolean[] {true, false, false, false})));

    private ToyClass() {}

    static List<Result> all() {
        return List.of(allRight(), partial(), uncompiled(), timeout(), rejected(), error());
    }

    static Result allRight() {
        return graded("ada", Map.of(), "bwrap", List.of());
    }

    static Result partial() {
        String message = "policyLoss: the loss is too small wherever the ratio leaves 0.8..1.2.\n"
                + "Two candidates per token; this is the other one.";
        return graded("emmy-noether", Map.of(
                "4.1.9.a/clips-for-both-signs", failed(Outcome.FAILED, "min-for-max", message, CLIPPED),
                "4.1.9.a/padding-never-leaks", failed(Outcome.FAILED, "min-for-max",
                        "policyLoss: padding changed the loss.", CLIPPED),
                "4.1.9.b/is-halved", failed(Outcome.FAILED, null,
                        "valueLoss: your value is exactly twice the expected one.",
                        new Example("values = [[0.4, 1.9]]\nreturns = [[1.1, 0.7]]", "0.965", "0.4825")),
                "4.1.9.c/uniform", failed(Outcome.TODO, null, "4.1.9.c is still open.", null),
                "4.1.9.c/minus-infinity", failed(Outcome.TODO, null, "4.1.9.c is still open.", null),
                "4.1.11.a/reference-is-subtracted", failed(Outcome.TODO, null, "4.1.11.a is still open.", null)),
                "bwrap", List.of("Extra.java was ignored: it is not part of the sheet."));
    }

    static Result uncompiled() {
        String message = "ClippedPpoObjective.java:17: ';' missing after \"ratio\".\n"
                + "        NDArray ratio = logProbs.sub(oldLogProbs).exp()\n"
                + "                                                       ^";
        Part part = failed(Outcome.UNCOMPILED, null, message, null);
        return graded("lee", Map.of(
                "4.1.9.a/ratio-one", part, "4.1.9.a/clips-for-both-signs", part, "4.1.9.a/padding-never-leaks", part,
                "4.1.9.b/clips-the-change", part, "4.1.9.b/is-halved", part,
                "4.1.9.c/uniform", part, "4.1.9.c/minus-infinity", part,
                "4.1.1.a/end-is-learnt", failed(Outcome.FAILED, "prompt-in-loss",
                        "sftLabels: the prompt is learnt, too.", null)),
                "none", List.of());
    }

    static Result timeout() {
        String message = "policyLoss gave no answer in 10 s (--timeout). This check counts as failed; the others ran.";
        return graded("grace", Map.of(
                "4.1.9.a/ratio-one", failed(Outcome.TIMEOUT, null, message, null),
                "4.1.9.a/clips-for-both-signs", failed(Outcome.TIMEOUT, null, message, null),
                "4.1.9.b/is-halved", failed(Outcome.THREW, null,
                        "valueLoss threw IllegalArgumentException: shapes [2,3] and [2,4] differ.", null),
                "4.1.1.a/prompt-is-ignored", failed(Outcome.FAILED, "prompt-in-loss",
                        "sftLabels: the prompt is learnt, too.", null)),
                "bwrap", List.of());
    }

    static Result rejected() {
        return new Result("mueller", "4.1", Result.Status.REJECTED,
                "mueller.zip: entry \"../../.bashrc\" points outside the archive. Nothing was unpacked; ask for a new"
                        + " upload.",
                BigDecimal.ZERO, SHEET.possible(), BigDecimal.ZERO, BigDecimal.ZERO, List.of(), List.of(),
                new Result.Digests("", SHEET.digest(), "0.1.0"), run("bwrap"));
    }

    static Result error() {
        return new Result("zoe", "4.1", Result.Status.ERROR, "The machine ran out of memory.",
                null, SHEET.possible(), BigDecimal.ZERO, BigDecimal.ZERO, List.of(), List.of(),
                digests(), run("bwrap"));
    }

    record Part(Outcome outcome, String mistake, String message, Example example) {}

    static Part failed(Outcome outcome, String mistake, String message, Example example) {
        return new Part(outcome, mistake, message, example);
    }

    static Result graded(String name, Map<String, Part> failed, String sandbox, List<String> notes) {
        List<ExerciseResult> exercises = new ArrayList<>();
        BigDecimal earned = BigDecimal.ZERO;
        BigDecimal bonus = BigDecimal.ZERO;
        for (ExerciseText exercise : SHEET.exercises()) {
            List<CheckResult> checks = new ArrayList<>();
            for (TodoText todo : exercise.todos()) {
                for (CheckText check : todo.checks()) {
                    checks.add(result(todo.id(), check, failed.get(check.id())));
                }
            }
            BigDecimal own = checks.stream().map(CheckResult::earned).reduce(BigDecimal.ZERO, BigDecimal::add);
            exercises.add(new ExerciseResult(exercise.id(), exercise.title(), own, exercise.points(), checks));
            earned = exercise.bonus() ? earned : earned.add(own);
            bonus = exercise.bonus() ? bonus.add(own) : bonus;
        }
        BigDecimal unmarked = failed.isEmpty() ? BigDecimal.ZERO : new BigDecimal("1.0");
        return new Result(name, "4.1", Result.Status.GRADED, null, earned, SHEET.possible(), bonus,
                unmarked, notes, exercises, digests(), run(sandbox));
    }

    private static CheckResult result(String todo, CheckText check, Part part) {
        return part == null
                ? new CheckResult(check.id(), todo, check.points(), check.points(), Outcome.PASSED, null, null, null, 12)
                : new CheckResult(check.id(), todo, BigDecimal.ZERO, check.points(), part.outcome(), part.mistake(),
                        part.message(), part.example(), 12);
    }

    private static Result.Digests digests() {
        return new Result.Digests("sha256:" + "ab".repeat(32), SHEET.digest(), "0.1.0");
    }

    private static Result.Run run(String sandbox) {
        return new Result.Run(1234, "cpu", sandbox, 1.4);
    }
}
