package org.marksheet.grader.cli;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.marksheet.grader.api.Sheet;
import org.marksheet.grader.cli.Workshop.Places;
import org.marksheet.grader.gpu.Cuda;
import org.marksheet.grader.grading.GradeOptions;
import org.marksheet.grader.grading.LoadedSheet;
import org.marksheet.grader.intake.Incoming;
import org.marksheet.grader.intake.Intake;
import org.marksheet.grader.report.ResultFolder;
import org.marksheet.grader.report.Reveal;
import org.marksheet.grader.sandbox.Limits;
import org.marksheet.grader.score.Result;
import org.marksheet.grader.score.Result.Status;
import org.marksheet.grader.sheet.CheckText;
import org.marksheet.grader.sheet.ExerciseText;
import org.marksheet.grader.sheet.Formulas;
import org.marksheet.grader.sheet.SheetText;
import org.marksheet.grader.sheet.TodoText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Grades submissions. */
@Command(
        name = "grade",
        description = "Grades submissions: a folder of them, one folder, or a zip. Results appear one by one.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = "  marksheet grade --jobs 2 --out results/ submissions/")
final class GradeCommand implements Callable<Integer> {
    /** Seconds of processor time that a worker may take to load CUDA. */
    private static final int CUDA_START = 30;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "Folders or zips.")
    private List<Path> paths;

    @Option(names = "--sheet", paramLabel = "ID", description = "The sheet; not needed while there is one only.")
    private String sheet;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "results",
            description = "Where results go (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "How many submissions at once (default: number of cores, or of GPUs).")
    private Integer jobs;

    @Option(
            names = "--only",
            paramLabel = "ID",
            split = ",",
            description = "Exercises, TODOs or checks to grade; nothing else is run, reported or counted.")
    private List<String> only = List.of();

    @Mixin
    private DeviceOption device;

    @Option(names = "--seed", paramLabel = "N", description = "Repeats the inputs of an earlier run.")
    private Long seed;

    @Option(
            names = "--resume",
            description = "Keep what is graded already with the same submission, sheet and grader.")
    private boolean resume;

    @Option(
            names = "--sandbox",
            paramLabel = "WALL",
            defaultValue = "auto",
            description = "auto, bwrap, or none: none lets strangers' code do whatever you may do.")
    private SandboxChoice sandbox;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "Limit of a check (default: ${DEFAULT-VALUE}).")
    private int timeout;

    @Option(
            names = "--limit",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Limit of a submission (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--memory",
            paramLabel = "MIB",
            description = "Address space of a worker (default: 2048), or on a GPU its writable memory (default: 8192).")
    private Integer memory;

    @Option(
            names = "--reveal",
            paramLabel = "LEVEL",
            defaultValue = "example",
            description = "What reports say of a failed check: none, mistake, or example (default: ${DEFAULT-VALUE}).")
    private Reveal reveal;

    @Option(
            names = "--fail-under",
            paramLabel = "PERCENT",
            description = "Exit with 1 if a submission has less than this share of the points.")
    private BigDecimal failUnder;

    @Override
    public Integer call() throws Exception {
        checkPaths();
        if (failUnder != null && (failUnder.signum() < 0 || failUnder.compareTo(BigDecimal.valueOf(100)) > 0)) {
            throw new IllegalArgumentException("--fail-under " + failUnder + ": it is a share of the points, from 0 to 100.");
        }
        checkMemory();
        Sheet found = SheetChoice.find(sheet);
        Supplier<LoadedSheet> loading = SheetChoice.begin(found);
        Optional<Cuda> cuda = device.find(err());
        int atOnce = DeviceOption.jobs(Optional.ofNullable(jobs), cuda, err());
        Limits standard = cuda.isPresent() ? Limits.onGpu() : Limits.defaults();
        Limits limits = (memory == null ? standard : standard.withMemoryMib(memory))
                .withCpuSeconds(limit + timeout + (cuda.isPresent() ? CUDA_START : 0));
        List<Result> results;
        try (Workshop workshop = Workshop.open(found, Workshop.wall(sandbox), limits, new Places(atOnce, cuda))) {
            LoadedSheet loaded = loading.get();
            GradeOptions options = new GradeOptions(
                    seed == null ? seed(loaded) : seed,
                    atOnce,
                    Duration.ofSeconds(timeout),
                    Duration.ofSeconds(limit),
                    resume,
                    wanted(loaded));
            checkThatNothingElseIsIn(out, loaded);
            List<Incoming> incoming = new Intake(loaded.handedIn()).take(paths);
            results = GradeRun.of(loaded, options, workshop, out, reveal, incoming, err());
        }
        err().println("Results: " + out.resolve("index.html"));
        return code(results);
    }

    /** Returns the seed of the run that is resumed, or a new one. */
    private long seed(LoadedSheet loaded) {
        Optional<Long> earlier = resume
                ? new ResultFolder(out, loaded.text(), Formulas::none, reveal)
                        .results().stream()
                                .filter(result -> result.status() == Status.GRADED)
                                .map(result -> result.run().seed())
                                .findFirst()
                : Optional.empty();
        return earlier.orElseGet(() -> (long) new Random().nextInt(Integer.MAX_VALUE));
    }

    private Predicate<String> wanted(LoadedSheet loaded) {
        if (only.isEmpty()) {
            return check -> true;
        }
        for (String id : only) {
            if (loaded.checks().ids().stream().noneMatch(check -> belongs(check, id))) {
                throw new IllegalArgumentException("--only: sheet " + loaded.text().id() + " has no exercise, TODO or "
                        + "check \"" + id + "\". " + nearest(loaded.text(), id));
            }
        }
        return check -> only.stream().anyMatch(id -> belongs(check, id));
    }

    /** What there is instead: the checks of a TODO, the TODOs of an exercise, or the exercises. */
    private static String nearest(SheetText text, String id) {
        String todo = id.replaceFirst("/.*", "");
        String exercise = todo.replaceFirst("\\.[^.]*$", "");
        return text.todo(todo)
                .map(found -> listed("The checks of " + todo, found.checks(), CheckText::id))
                .or(() -> text.exercise(exercise)
                        .map(found -> listed("The TODOs of " + exercise, found.todos(), TodoText::id)))
                .orElseGet(() -> listed("Its exercises", text.exercises(), ExerciseText::id));
    }

    private static <T> String listed(String what, List<T> all, Function<T, String> id) {
        return what + ": " + String.join(", ", all.stream().map(id).toList()) + ".";
    }

    private static boolean belongs(String check, String id) {
        return check.equals(id) || check.startsWith(id + ".") || check.startsWith(id + "/");
    }

    /** Address space costs nothing, but the heap is an eighth of it, and Java wants all of that at once. */
    private void checkMemory() {
        MachineMemory.mib().ifPresent(mib -> {
            if (memory != null && memory / 8 > mib) {
                throw new IllegalArgumentException("--memory is " + memory + " MiB, an eighth of it the Java heap, but this machine has "
                        + mib + " MiB. Give less, or leave it out.");
            }
        });
    }

    private void checkPaths() {
        if (out.toString().isEmpty()) {
            throw new IllegalArgumentException("--out is empty. Name the folder for the results.");
        }
        for (Path path : paths) {
            if (path.toString().isEmpty()) {
                throw new IllegalArgumentException("PATH is empty. Name a submission, or a folder of them; this folder is \".\".");
            }
            if (out.toAbsolutePath().normalize().startsWith(path.toAbsolutePath().normalize())) {
                throw new IllegalArgumentException("--out " + out + " lies in " + path + ", which is graded: results would get among"
                        + " the submissions. Name a folder elsewhere.");
            }
        }
    }

    /** Part of a sheet would take the place of a whole one, or stand beside it in one table. */
    private void checkThatNothingElseIsIn(Path folder, LoadedSheet loaded) {
        if (only.isEmpty()) {
            return;
        }
        String digest = loaded.digest(loaded.checks().only(wanted(loaded)));
        List<String> others = new ResultFolder(folder, loaded.text(), Formulas::none, reveal)
                .results().stream()
                        .filter(result -> result.status() == Status.GRADED && !digest.equals(result.digests().sheet()))
                        .map(Result::submission)
                        .toList();
        if (!others.isEmpty()) {
            throw new IllegalArgumentException("--only: " + folder + " holds results of other checks or of another version of the sheet ("
                    + others.get(0) + (others.size() > 1 ? " and " + (others.size() - 1) + " more" : "")
                    + "), which these would replace or stand among. Name another folder with --out.");
        }
    }

    private int code(List<Result> results) {
        if (results.stream().anyMatch(result -> result.status() == Status.ERROR)) {
            return Marksheet.FAULT;
        }
        if (failUnder == null) {
            return Marksheet.DONE;
        }
        List<String> low = results.stream()
                .filter(result -> result.earned()
                                .multiply(BigDecimal.valueOf(100))
                                .compareTo(failUnder.multiply(result.possible()))
                        < 0)
                .map(Result::submission)
                .sorted()
                .toList();
        if (!low.isEmpty()) {
            err().println(low.size() + " of " + results.size() + " below " + failUnder.toPlainString() + " % (--fail-under): "
                    + String.join(", ", low));
        }
        return low.isEmpty() ? Marksheet.DONE : Marksheet.SHORT;
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
