package org.marksheet.grader.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.marksheet.grader.compile.CompilerLimits;
import org.marksheet.grader.compile.SourceCompiler;
import org.marksheet.grader.grading.ClassRun;
import org.marksheet.grader.grading.GradeOptions;
import org.marksheet.grader.grading.Grading;
import org.marksheet.grader.grading.LoadedSheet;
import org.marksheet.grader.report.ResultFolder;
import org.marksheet.grader.report.Reveal;
import org.marksheet.grader.sandbox.CacheFolder;
import org.marksheet.grader.sandbox.Limits;
import org.marksheet.grader.sandbox.NoSandboxException;
import org.marksheet.grader.sandbox.Sandbox;
import org.marksheet.grader.sandbox.Staging;
import org.marksheet.grader.sandbox.Unsandboxed;
import org.marksheet.grader.sandbox.WorkerJars;
import org.marksheet.grader.sandbox.WorkerPool;
import org.marksheet.grader.sheet.Formulas;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.worker.Rehearsal;
import org.marksheet.worker.Worker;

/** Everything that must stand before the first submission can be graded: sandbox, staged worker, compiler. */
final class Bench implements AutoCloseable {
    private final Sandbox sandbox;
    private final WorkerPool pool;
    private final SourceCompiler compiler;
    private final ClassRun run;
    private final Optional<String> warning;

    private Bench(
            Sandbox sandbox, WorkerPool pool, SourceCompiler compiler, ClassRun run, Optional<String> warning) {
        this.sandbox = sandbox;
        this.pool = pool;
        this.compiler = compiler;
        this.run = run;
        this.warning = warning;
    }

    /** Sets everything up. */
    static Bench set(
            LoadedSheet sheet, GradeOptions options, Sandbox sandbox, Limits limits, Path out, Reveal reveal)
            throws IOException {
        // Loading the engine takes half a second of this process, too: it may as well happen now, beside the rest.
        Thread engine = new Thread(Torch::engine, "engine");
        engine.setDaemon(true);
        engine.start();
        SourceCompiler compiler =
                new SourceCompiler(compileClassPath(sheet), contracts(sheet), CompilerLimits.defaults());
        Staging.Staged staged = new Staging(CacheFolder.ofThisUser(), sandbox)
                .stage(
                        WorkerJars.onClassPath(System.getProperty("java.class.path")),
                        Worker.class.getName(),
                        Rehearsal.script());
        WorkerPool pool = new WorkerPool(sandbox, staged.layout(), limits, options.jobs());
        Grading grading = new Grading(sheet, compiler, pool, sandbox.name(), Marksheet.version(), options);
        ResultFolder folder = new ResultFolder(
                out, sheet.text(), () -> Formulas.of(sheet.sheet().getClass().getClassLoader()), reveal);
        return new Bench(sandbox, pool, compiler, new ClassRun(grading, pool, folder, options), staged.warning());
    }

    /**
     * Finds the sandbox that was asked for.
     *
     * @throws NoSandboxException if there is none
     */
    static Sandbox sandbox(SandboxChoice choice, int jobs) throws NoSandboxException {
        // Each job may have one worker answering and one starting.
        return choice == SandboxChoice.NONE ? new Unsandboxed() : Sandbox.detect(2 * jobs + 1);
    }

    ClassRun run() {
        return run;
    }

    Sandbox sandbox() {
        return sandbox;
    }

    /** Returns what makes this run slower than it could be, in words. */
    Optional<String> warning() {
        return warning;
    }

    @Override
    public void close() {
        pool.close();
        compiler.close();
    }

    private static List<Path> compileClassPath(LoadedSheet sheet) {
        List<Path> classPath = new ArrayList<>();
        classPath.add(sheet.jar());
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(jar -> jar.getFileName().toString().matches("(lab|api)-\\d.*\\.jar") && Files.isRegularFile(jar))
                .forEach(classPath::add);
        return classPath;
    }

    private static Map<String, String> contracts(LoadedSheet sheet) {
        Map<String, String> contracts = new LinkedHashMap<>();
        sheet.sheet()
                .todoClasses()
                .forEach(todo -> contracts.put(
                        todo.implementation().replace('.', '/') + ".java",
                        todo.contract().getName()));
        return contracts;
    }
}
