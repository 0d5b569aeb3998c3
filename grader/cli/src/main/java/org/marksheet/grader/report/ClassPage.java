package org.marksheet.grader.report;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.marksheet.grader.checks.Outcome;
import org.marksheet.grader.score.CheckResult;
import org.marksheet.grader.score.ExerciseResult;
import org.marksheet.grader.score.Result;
import org.marksheet.grader.sheet.ExerciseText;
import org.marksheet.grader.sheet.Formulas;
import org.marksheet.grader.sheet.SheetHtml;
import org.marksheet.grader.sheet.SheetText;
import org.marksheet.grader.sheet.TodoText;

/** Writes the instructor's page of a class, {@code index.html}. */
public final class ClassPage {
    private final SheetText sheet;

    /** Makes a writer for one sheet. */
    public ClassPage(SheetText sheet) {
        this.sheet = sheet;
    }

    /** Returns the page; links lead to {@code NAME/report.html} beside it. */
    public String html(Collection<Result> results) {
        return new Templates(new SheetHtml(Formulas.none())).html("index.html", Map.of("c", view(results)));
    }

    private ClassView view(Collection<Result> results) {
        List<Result> sorted = results.stream().sorted(Comparator.comparing(Result::submission)).toList();
        List<Result> graded = sorted.stream().filter(result -> result.status() == Result.Status.GRADED).toList();
        BigDecimal waiting = graded.stream().map(Result::unmarked).reduce(BigDecimal.ZERO, BigDecimal::add);
        return new ClassView(
                sheet.id(),
                sheet.title(),
                Points.plain(sheet.possible()),
                median(graded),
                graded.size(),
                count(sorted, Result.Status.REJECTED),
                count(sorted, Result.Status.ERROR),
                sheet.exercises().stream().map(ClassPage::column).toList(),
                graded.stream().map(this::row).toList(),
                sorted.stream().filter(result -> result.status() != Result.Status.GRADED).map(ClassPage::refused).toList(),
                mistakes(graded),
                outcomes(graded),
                waiting.signum() > 0 ? waiting : null,
                (int) sorted.stream().filter(result -> "none".equals(result.run().sandbox())).count());
    }

    private static ClassView.Column column(ExerciseText exercise) {
        return new ClassView.Column(
                exercise.id(), exercise.title(), exercise.bonus(), Points.plain(exercise.points()));
    }

    private ClassView.Row row(Result result) {
        Map<String, ExerciseResult> byId =
                result.exercises().stream().collect(Collectors.toMap(ExerciseResult::id, exercise -> exercise));
        // Not toList() of a stream: a cell may be null.
        List<Points> cells = new ArrayList<>();
        for (ExerciseText exercise : sheet.exercises()) {
            ExerciseResult own = byId.get(exercise.id());
            cells.add(own == null ? null : new Points(own.earned(), own.possible()));
        }
        return new ClassView.Row(
                student(result), new Points(result.earned(), result.possible()), result.bonus(), result.unmarked(), cells);
    }

    private static ClassView.Refused refused(Result result) {
        String reason = result.reason() == null ? "No reason was recorded." : PlainText.clean(result.reason(), 1000);
        return new ClassView.Refused(student(result), result.status() == Result.Status.REJECTED, reason);
    }

    private List<ClassView.Mistake> mistakes(List<Result> graded) {
        Map<List<String>, Set<ClassView.Student>> made = new TreeMap<>(
                Comparator.comparing((List<String> key) -> key.get(0)).thenComparing(key -> key.get(1)));
        for (Result result : graded) {
            checks(result)
                    .filter(check -> check.mistake() != null)
                    .forEach(check -> made.computeIfAbsent(
                                    List.of(check.todo(), check.mistake()), key -> new LinkedHashSet<>())
                            .add(student(result)));
        }
        return made.entrySet().stream()
                .map(entry -> new ClassView.Mistake(
                        entry.getKey().get(0),
                        sheet.todo(entry.getKey().get(0)).map(TodoText::method).orElse(""),
                        entry.getKey().get(1),
                        List.copyOf(entry.getValue())))
                .sorted(Comparator.comparingInt((ClassView.Mistake mistake) -> -mistake.students().size()))
                .toList();
    }

    private static List<ClassView.Outcomes> outcomes(List<Result> graded) {
        return Arrays.stream(Outcome.values())
                .map(outcome -> new ClassView.Outcomes(
                        OutcomeWords.kind(outcome),
                        OutcomeWords.of(outcome),
                        (int) graded.stream().flatMap(ClassPage::checks).filter(check -> check.status() == outcome).count(),
                        (int) graded.stream()
                                .filter(result -> checks(result).anyMatch(check -> check.status() == outcome))
                                .count()))
                .toList();
    }

    private static String median(List<Result> graded) {
        if (graded.isEmpty()) {
            return "";
        }
        List<BigDecimal> points = graded.stream().map(Result::earned).sorted().toList();
        int half = points.size() / 2;
        BigDecimal twice = points.get(half).add(points.get(points.size() % 2 == 1 ? half : half - 1));
        return Points.plain(twice.multiply(new BigDecimal("0.5")));
    }

    private static int count(List<Result> results, Result.Status status) {
        return (int) results.stream().filter(result -> result.status() == status).count();
    }

    private static Stream<CheckResult> checks(Result result) {
        return result.exercises().stream().flatMap(exercise -> exercise.checks().stream());
    }

    private static ClassView.Student student(Result result) {
        String folder = URLEncoder.encode(result.submission(), StandardCharsets.UTF_8).replace("+", "%20");
        return new ClassView.Student(PlainText.name(result.submission()), folder + "/report.html");
    }
}
