package org.marksheet.grader.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.marksheet.grader.checks.Example;
import org.marksheet.grader.checks.Outcome;
import org.marksheet.grader.checks.SubmissionProcess;
import org.marksheet.grader.score.CheckResult;
import org.marksheet.grader.score.ExerciseResult;
import org.marksheet.grader.score.Result;
import org.marksheet.grader.sheet.CheckText;
import org.marksheet.grader.sheet.ExerciseText;
import org.marksheet.grader.sheet.SheetText;
import org.marksheet.grader.sheet.TodoText;

/** Puts a result and the sheet's words together into what a report says. */
final class ReportComposer {
    private static final int NOTES = 30;

    private final SheetText sheet;
    private final Reveal reveal;
    private final int limit;
    private final boolean drawn;

    /**
     * Makes a composer.
     *
     * @param reveal how much to tell
     * @param limit the most characters of a message or a value
     * @param drawn whether pictures are drawn and tensors stand in tables
     */
    ReportComposer(SheetText sheet, Reveal reveal, int limit, boolean drawn) {
        this.sheet = sheet;
        this.reveal = reveal;
        this.limit = limit;
        this.drawn = drawn;
    }

    ReportView compose(Result result) {
        List<ReportView.Exercise> exercises = result.exercises().stream().map(this::exercise).toList();
        BigDecimal earned = result.earned() == null ? BigDecimal.ZERO : result.earned();
        return new ReportView(
                PlainText.name(result.submission()),
                sheet.id(),
                sheet.title(),
                result.status().name().toLowerCase(Locale.ROOT),
                result.reason() == null ? "" : PlainText.clean(result.reason(), limit),
                new Points(earned, result.possible()),
                positive(result.bonus()),
                positive(result.unmarked()),
                steps(result),
                open(result),
                exercises,
                notes(result.notes()),
                origin(result));
    }

    private List<ReportView.Step> steps(Result result) {
        List<ReportView.Step> steps = new ArrayList<>(uncompiled(result));
        byTodo(result).forEach((todo, checks) -> {
            List<CheckResult> failed = checks.stream()
                    .filter(check -> check.status() != Outcome.PASSED
                            && check.status() != Outcome.TODO
                            && check.status() != Outcome.UNCOMPILED)
                    .toList();
            if (!failed.isEmpty()) {
                steps.add(step(todo, failed, checks.size()));
            }
        });
        return steps;
    }

    /** One file holds several TODOs; the compiler's message about it is told once, and first. */
    private List<ReportView.Step> uncompiled(Result result) {
        Map<String, List<ReportView.Named>> byMessage = new LinkedHashMap<>();
        byTodo(result).forEach((todo, checks) -> checks.stream()
                .filter(check -> check.status() == Outcome.UNCOMPILED)
                .findFirst()
                .ifPresent(check -> byMessage
                        .computeIfAbsent(message(check), message -> new ArrayList<>())
                        .add(named(todo))));
        return byMessage.entrySet().stream()
                .map(entry -> new ReportView.Step(
                        entry.getValue(),
                        "does not compile, so none of its checks could run",
                        List.of(),
                        entry.getKey(),
                        true,
                        List.of()))
                .toList();
    }

    private ReportView.Step step(String todo, List<CheckResult> failed, int all) {
        Optional<TodoText> text = sheet.todo(todo);
        List<ReportView.Mistake> mistakes = failed.stream()
                .map(this::mistake)
                .filter(name -> !name.isEmpty())
                .distinct()
                .map(name -> new ReportView.Mistake(name, text.map(t -> t.feedback().get(name)).orElse("")))
                .toList();
        boolean said = mistakes.stream().anyMatch(mistake -> !mistake.words().isEmpty());
        String state = failed.size() == all
                ? (all == 1 ? "its check fails" : all == 2 ? "both checks fail" : "all " + all + " checks fail")
                : failed.size() + " of " + all + " checks " + (failed.size() == 1 ? "fails" : "fail");
        return new ReportView.Step(
                List.of(named(todo)), state, mistakes, said ? "" : firstWords(failed), false,
                text.map(TodoText::hints).orElse(List.of()));
    }

    private String firstWords(List<CheckResult> failed) {
        return failed.stream()
                .map(this::message)
                .filter(message -> !message.isEmpty())
                // What did run says more than what was not run any more because of it.
                .min(Comparator.comparing(message -> message.startsWith(SubmissionProcess.NOT_RUN)))
                .orElse("The first check that fails: " + slug(failed.get(0).id()) + ", "
                        + OutcomeWords.of(failed.get(0).status()) + ".");
    }

    private List<ReportView.Named> open(Result result) {
        List<ReportView.Named> open = new ArrayList<>();
        byTodo(result).forEach((todo, checks) -> {
            if (checks.stream().anyMatch(check -> check.status() == Outcome.TODO)) {
                open.add(named(todo));
            }
        });
        return open;
    }

    private ReportView.Exercise exercise(ExerciseResult result) {
        Map<String, List<CheckResult>> byTodo = new LinkedHashMap<>();
        result.checks().forEach(check -> byTodo.computeIfAbsent(check.todo(), todo -> new ArrayList<>()).add(check));
        List<ReportView.Todo> todos = new ArrayList<>();
        byTodo.forEach((todo, checks) -> todos.add(todo(todo, checks)));
        return new ReportView.Exercise(
                result.id(),
                sheet.exercise(result.id()).map(ExerciseText::title).orElse(PlainText.name(result.title())),
                sheet.exercise(result.id()).map(ExerciseText::bonus).orElse(false),
                new Points(result.earned(), result.possible()),
                todos);
    }

    private ReportView.Todo todo(String todo, List<CheckResult> checks) {
        Map<ReportView.Problem, List<ReportView.Check>> alike = new LinkedHashMap<>();
        List<ReportView.Check> passed = new ArrayList<>();
        BigDecimal earned = BigDecimal.ZERO;
        BigDecimal possible = BigDecimal.ZERO;
        for (CheckResult check : checks) {
            earned = earned.add(check.earned());
            possible = possible.add(check.possible());
            if (check.status() == Outcome.PASSED) {
                passed.add(check(check));
            } else {
                alike.computeIfAbsent(problem(check, List.of()), key -> new ArrayList<>()).add(check(check));
            }
        }
        List<ReportView.Problem> problems = new ArrayList<>();
        alike.forEach((problem, same) -> problems.add(new ReportView.Problem(
                same, problem.kind(), problem.outcome(), problem.mistake(), problem.message(), problem.code(),
                problem.example())));
        return new ReportView.Todo(named(todo), new Points(earned, possible), problems, passed);
    }

    private ReportView.Problem problem(CheckResult check, List<ReportView.Check> checks) {
        return new ReportView.Problem(
                checks,
                OutcomeWords.kind(check.status()),
                OutcomeWords.of(check.status()),
                mistake(check),
                message(check),
                check.status() == Outcome.UNCOMPILED,
                reveal == Reveal.EXAMPLE && check.example() != null ? example(check.example()) : null);
    }

    private ReportView.Check check(CheckResult check) {
        String words = reveal == Reveal.NONE ? "" : sheet.check(check.id()).map(CheckText::looksAt).orElse("");
        return new ReportView.Check(slug(check.id()), words);
    }

    private ReportView.Case example(Example example) {
        List<ReportView.Input> inputs = new ArrayList<>();
        for (String line : text(example.input()).lines().toList()) {
            int equals = line.indexOf(" = ");
            boolean named = equals > 0 && line.substring(0, equals).matches("[\\w.\\[\\]]+");
            inputs.add(named
                    ? new ReportView.Input(line.substring(0, equals), shown(line.substring(equals + 3)))
                    : new ReportView.Input("", shown(line)));
        }
        return new ReportView.Case(
                inputs, shown(text(example.yours())), shown(text(example.expected())),
                drawn ? example.pictures().stream().map(Draughtsman::figure).toList() : List.of());
    }

    private ReportView.Shown shown(String text) {
        return new ReportView.Shown(text, drawn ? Grid.of(text) : null);
    }

    private String mistake(CheckResult check) {
        return reveal == Reveal.NONE || check.mistake() == null ? "" : PlainText.name(check.mistake());
    }

    private String message(CheckResult check) {
        // How the code stopped tells nothing about expected values.
        boolean told = switch (check.status()) {
            case PASSED, FAILED -> reveal == Reveal.EXAMPLE;
            case THREW, TIMEOUT -> reveal != Reveal.NONE;
            case TODO, UNCOMPILED -> true;
        };
        return told ? text(check.message()) : "";
    }

    private String text(String text) {
        return text == null ? "" : PlainText.clean(text, limit).strip();
    }

    private List<String> notes(List<String> notes) {
        List<String> shown = new ArrayList<>(
                notes.stream().limit(NOTES).map(note -> PlainText.clean(note, Math.min(limit, 500))).toList());
        if (notes.size() > NOTES) {
            shown.add((notes.size() - NOTES) + " more notes stand in result.json.");
        }
        return shown;
    }

    private ReportView.Origin origin(Result result) {
        String name = PlainText.name(result.submission());
        // Only a name that no shell reads differently is put into a command.
        String path = name.matches("[\\w.@-]+") && !name.startsWith("-") ? name : "SUBMISSION";
        String only = sheet.part().isEmpty() ? "" : " --only " + String.join(",", sheet.part());
        return new ReportView.Origin(
                Long.toString(result.run().seed()),
                text(result.run().device()),
                text(result.run().sandbox()),
                text(result.digests().submission()),
                text(result.digests().sheet()),
                text(result.digests().grader()),
                "grader/bin/marksheet grade " + path + " --sheet " + sheet.id() + " --seed " + result.run().seed() + only);
    }

    private ReportView.Named named(String todo) {
        return new ReportView.Named(todo, sheet.todo(todo).map(TodoText::method).orElse(""));
    }

    private static Map<String, List<CheckResult>> byTodo(Result result) {
        Map<String, List<CheckResult>> byTodo = new LinkedHashMap<>();
        result.exercises().forEach(exercise -> exercise.checks()
                .forEach(check -> byTodo.computeIfAbsent(check.todo(), todo -> new ArrayList<>()).add(check)));
        return byTodo;
    }

    private static String slug(String id) {
        return id.substring(id.indexOf('/') + 1);
    }

    private static BigDecimal positive(BigDecimal points) {
        return points == null || points.signum() <= 0 ? null : points;
    }
}
