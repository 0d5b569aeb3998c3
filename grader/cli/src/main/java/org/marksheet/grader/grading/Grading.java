package org.marksheet.grader.grading;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.marksheet.grader.checks.CheckList;
import org.marksheet.grader.checks.CheckOutcome;
import org.marksheet.grader.checks.CheckRun;
import org.marksheet.grader.checks.Outcome;
import org.marksheet.grader.checks.SubmissionProcess;
import org.marksheet.grader.checks.WorkerFaultException;
import org.marksheet.grader.compile.Compilation;
import org.marksheet.grader.compile.CompilerFailedException;
import org.marksheet.grader.compile.Problem;
import org.marksheet.grader.compile.SourceCompiler;
import org.marksheet.grader.diagnosis.Diagnosis;
import org.marksheet.grader.intake.Incoming;
import org.marksheet.grader.intake.Rejected;
import org.marksheet.grader.intake.Submission;
import org.marksheet.grader.sandbox.WorkerPool;
import org.marksheet.grader.score.ExerciseResult;
import org.marksheet.grader.score.Result;
import org.marksheet.grader.score.Result.Digests;
import org.marksheet.grader.score.Result.Run;
import org.marksheet.grader.score.Result.Status;
import org.marksheet.grader.score.Scoring;
import org.marksheet.grader.sheet.SheetText;
import org.marksheet.worker.codec.Message;

/** Grades one submission: compile, check, diagnose, score. It may be used by several threads at once. */
public final class Grading {
    private final LoadedSheet sheet;
    private final SourceCompiler compiler;
    private final WorkerPool pool;
    private final Setting setting;
    private final String version;
    private final GradeOptions options;
    private final Diagnosis diagnosis;
    private final SheetText text;
    private final Scoring scoring;
    private final String sheetDigest;

    /**
     * Where the pool's workers run, as results name it.
     *
     * @param device {@code cpu}, or {@code gpu:} and the GPU's name
     * @param sandbox the name of the wall around them
     */
    public record Setting(String device, String sandbox) {}

    /**
     * Prepares to grade.
     *
     * @param sheet what is graded
     * @param compiler compiles the sources
     * @param pool runs the classes
     * @param setting where the pool's workers run
     * @param version the grader's version
     * @param options how
     */
    public Grading(
            LoadedSheet sheet,
            SourceCompiler compiler,
            WorkerPool pool,
            Setting setting,
            String version,
            GradeOptions options) {
        this.sheet = sheet;
        this.compiler = compiler;
        this.pool = pool;
        this.setting = setting;
        this.version = version;
        this.options = options;
        this.diagnosis = new Diagnosis(sheet.catalogue());
        this.text = sheet.text().only(options.only());
        this.scoring = new Scoring(text);
        this.sheetDigest = sheet.digest(sheet.checks().only(options.only()));
    }

    /**
     * Grades a submission.
     *
     * @param compiled is run when its sources are compiled, which leaves processors free; not if there are none
     * @return its result; a fault of the machine is a result, too, without a score
     */
    public Result grade(Incoming incoming, Runnable compiled) {
        long began = System.nanoTime();
        Supplier<Run> run = () -> new Run(
                options.seed(),
                setting.device(),
                setting.sandbox(),
                Math.round((System.nanoTime() - began) / 1e7) / 100.0);
        if (incoming instanceof Rejected rejected) {
            return withoutExercises(rejected.name(), Status.REJECTED, rejected.reason(), BigDecimal.ZERO, "", run);
        }
        Submission submission = (Submission) incoming;
        try {
            Compilation compilation = compiler.compile(sources(submission));
            compiled.run();
            Map<String, CheckOutcome> outcomes = outcomes(compilation);
            List<ExerciseResult> exercises = scoring.score(outcomes, mistakes(outcomes));
            return new Result(
                    submission.name(),
                    sheet.text().id(),
                    Status.GRADED,
                    null,
                    scoring.sum(exercises, false),
                    text.possible(),
                    scoring.sum(exercises, true),
                    BigDecimal.ZERO,
                    notes(submission),
                    exercises,
                    digests(submission.digest()),
                    run.get());
        } catch (WorkerFaultException | CompilerFailedException e) {
            return withoutExercises(
                    submission.name(), Status.ERROR, e.getMessage(), null, submission.digest(), run);
        } catch (RuntimeException e) {
            // A broken check, or a fault of the grader: it takes this submission's score, and not the whole run.
            return withoutExercises(
                    submission.name(), Status.ERROR, String.valueOf(e.getMessage()), null, submission.digest(), run);
        }
    }

    private List<String> notes(Submission submission) {
        List<String> notes = new ArrayList<>(submission.notes());
        if (text != sheet.text()) {
            notes.add("Only a part of the sheet was graded (--only): "
                    + plain(text.possible()) + " of its " + plain(sheet.text().possible()) + " points.");
        }
        return notes;
    }

    /** Returns what a result of these files, this sheet and this grader would carry. */
    public Digests digests(String submission) {
        return new Digests(submission, sheetDigest, version);
    }

    private static Map<String, byte[]> sources(Submission submission) {
        return submission.files().entrySet().stream()
                .filter(file -> file.getKey().endsWith(".java"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private Map<String, CheckOutcome> outcomes(Compilation compilation) {
        Map<String, CheckOutcome> outcomes = new LinkedHashMap<>();
        Map<String, String> uncompiled = uncompiled(compilation);
        CheckList wanted = sheet.checks().only(options.only());
        for (String check : wanted.ids()) {
            String problem = uncompiled.get(CheckList.todo(check));
            if (problem != null) {
                outcomes.put(check, new CheckOutcome(check, Outcome.UNCOMPILED, problem, null, List.of(), 0));
            }
        }
        CheckList runnable = wanted.only(check -> !outcomes.containsKey(check));
        try (SubmissionProcess process = new SubmissionProcess(
                pool, overlay(compilation), options.perCheck(), options.perSubmission())) {
            new CheckRun(runnable, process)
                    .on(process, options.seed())
                    .forEach(outcome -> outcomes.put(outcome.check(), outcome));
        }
        return outcomes;
    }

    private Map<String, String> uncompiled(Compilation compilation) {
        Map<String, String> words = new TreeMap<>();
        for (Problem problem : compilation.problems()) {
            String line = problem.quotedLine().isBlank() ? "" : "\n    " + problem.quotedLine().strip();
            for (String todo : sheet.files().getOrDefault(problem.file(), Set.of())) {
                words.merge(todo, problem.sentence() + line, (one, other) -> one + "\n" + other);
            }
        }
        return words;
    }

    private Message.Load overlay(Compilation compilation) {
        Map<String, byte[]> classes = new LinkedHashMap<>(sheet.classes());
        classes.putAll(compilation.classes());
        return new Message.Load(classes, sheet.implementations());
    }

    private Map<String, String> mistakes(Map<String, CheckOutcome> outcomes) {
        Map<String, String> mistakes = new LinkedHashMap<>();
        for (String todo : CheckList.todos(outcomes.keySet())) {
            List<CheckOutcome> ofTodo = outcomes.values().stream()
                    .filter(outcome -> CheckList.todo(outcome.check()).equals(todo))
                    .sorted(Comparator.comparing(outcome -> outcome.outcome() == Outcome.PASSED))
                    .toList();
            boolean wrong = ofTodo.stream()
                    .anyMatch(outcome ->
                            outcome.outcome() == Outcome.FAILED || outcome.outcome() == Outcome.THREW);
            if (wrong) {
                Optional<String> name = diagnosis.of(
                        todo,
                        ofTodo.stream().flatMap(outcome -> outcome.calls().stream()).toList());
                name.ifPresent(found -> mistakes.put(todo, found));
            }
        }
        return mistakes;
    }

    private static String plain(BigDecimal points) {
        return points.stripTrailingZeros().toPlainString();
    }

    private Result withoutExercises(
            String name, Status status, String reason, BigDecimal earned, String digest, Supplier<Run> run) {
        return new Result(
                name,
                sheet.text().id(),
                status,
                reason,
                earned,
                text.possible(),
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                List.of(),
                List.of(),
                digests(digest),
                run.get());
    }
}
