package org.marksheet.sheet41.attacks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.marksheet.grader.compile.CompilerLimits;
import org.marksheet.grader.compile.SourceCompiler;
import org.marksheet.grader.grading.GradeOptions;
import org.marksheet.grader.grading.Grading;
import org.marksheet.grader.grading.LoadedSheet;
import org.marksheet.grader.intake.Incoming;
import org.marksheet.grader.intake.Intake;
import org.marksheet.grader.sandbox.CacheFolder;
import org.marksheet.grader.sandbox.Limits;
import org.marksheet.grader.sandbox.Sandbox;
import org.marksheet.grader.sandbox.Staging;
import org.marksheet.grader.sandbox.WorkerJars;
import org.marksheet.grader.sandbox.WorkerPool;
import org.marksheet.grader.score.Result;
import org.marksheet.worker.Rehearsal;
import org.marksheet.worker.Worker;

/** All stages from folder to result, two submissions at once, in a sandbox that was tried out. */
final class AttackBench implements AutoCloseable {
    private static final int JOBS = 2;
    private static final Duration PER_CHECK = Duration.ofSeconds(3);
    private static final Duration PER_SUBMISSION = Duration.ofSeconds(30);

    private final LoadedSheet sheet;
    private final WorkerPool pool;
    private final SourceCompiler compiler;
    private final Grading grading;

    private AttackBench(LoadedSheet sheet, WorkerPool pool, SourceCompiler compiler, Grading grading) {
        this.sheet = sheet;
        this.pool = pool;
        this.compiler = compiler;
        this.grading = grading;
    }

    static AttackBench set(Sandbox sandbox, long seed) throws IOException {
        LoadedSheet sheet = LoadedSheet.load(LoadedSheet.find("4.1"), Path.of(System.getProperty("marksheet.home")));
        String classPath = System.getProperty("java.class.path");
        List<Path> compilePath = new ArrayList<>(List.of(sheet.jar()));
        Stream.of(classPath.split(File.pathSeparator))
                .map(Path::of)
                .filter(jar -> jar.getFileName().toString().matches("(lab|api)-\\d.*\\.jar"))
                .forEach(compilePath::add);
        Map<String, String> contracts = new LinkedHashMap<>();
        sheet.sheet()
                .todoClasses()
                .forEach(todo -> contracts.put(
                        todo.implementation().replace('.', '/') + ".java",
                        todo.contract().getName()));
        SourceCompiler compiler = new SourceCompiler(compilePath, contracts, CompilerLimits.defaults());
        Staging.Staged staged = new Staging(CacheFolder.ofThisUser(), sandbox)
                .stage(WorkerJars.onClassPath(classPath), Worker.class.getName(), Rehearsal.script());
        Limits limits = Limits.defaults().withCpuSeconds((int) PER_SUBMISSION.plus(PER_CHECK).toSeconds());
        WorkerPool pool = new WorkerPool(sandbox, staged.layout(), limits, JOBS);
        GradeOptions options = new GradeOptions(seed, JOBS, PER_CHECK, PER_SUBMISSION, false, check -> true);
        return new AttackBench(
                sheet, pool, compiler, new Grading(
                sheet, compiler, pool, new Grading.Setting("cpu", sandbox.name()), "test", options));
    }

    static int slots() {
        return 2 * JOBS + 1;
    }

    /** Grades folders, in their order, and returns the results in the same order. */
    List<Result> grade(List<Path> folders) throws Exception {
        List<Incoming> incoming = folders.stream()
                .map(folder -> new Intake(sheet.files().keySet()).take(List.of(folder)).get(0))
                .toList();
        pool.expect(incoming.size());
        ExecutorService threads = Executors.newFixedThreadPool(JOBS);
        try {
            List<Future<Result>> futures = incoming.stream()
                    .map(one -> threads.submit(() -> grading.grade(one, () -> {})))
                    .toList();
            List<Result> results = new ArrayList<>();
            for (Future<Result> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    @Override
    public void close() {
        pool.close();
        compiler.close();
    }
}
