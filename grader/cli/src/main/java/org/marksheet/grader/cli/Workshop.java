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
import org.marksheet.grader.api.Sheet;
import org.marksheet.grader.compile.CompilerLimits;
import org.marksheet.grader.compile.SourceCompiler;
import org.marksheet.grader.gpu.Cuda;
import org.marksheet.grader.grading.LoadedSheet;
import org.marksheet.grader.sandbox.CacheFolder;
import org.marksheet.grader.sandbox.Limits;
import org.marksheet.grader.sandbox.NoSandboxException;
import org.marksheet.grader.sandbox.Sandbox;
import org.marksheet.grader.sandbox.Staging;
import org.marksheet.grader.sandbox.Unsandboxed;
import org.marksheet.grader.sandbox.WorkerJars;
import org.marksheet.grader.sandbox.WorkerLayout;
import org.marksheet.grader.sandbox.WorkerPool;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.worker.Rehearsal;
import org.marksheet.worker.Worker;

/**
 * What takes long to start, and so is started before the sheet's words and checks are read.
 *
 * @param sandbox the wall around workers
 * @param pool the workers; one starts at once, unless each would hold a GPU
 * @param compiler compiles what is handed in
 * @param device on what workers compute, as results name it
 * @param warning what makes this run slower than it could be, in words
 */
record Workshop(Sandbox sandbox, WorkerPool pool, SourceCompiler compiler, String device, Optional<String> warning)
        implements AutoCloseable {
    /**
     * Where submissions are run.
     *
     * @param jobs how many at once; on GPUs no more than there are
     * @param cuda the GPUs to compute on; nothing for the processor
     */
    record Places(int jobs, Optional<Cuda> cuda) {
        /** Returns places on the processor. */
        static Places onCpu(int jobs) {
            return new Places(jobs, Optional.empty());
        }

        String device() {
            return cuda.map(found -> found.gpus().name()).orElse("cpu");
        }

        /** Returns how many workers wait ready: none beside one that has a GPU to itself, with all its memory. */
        int warm() {
            return cuda.isPresent() ? 0 : jobs;
        }
    }

    /** Finds the wall around workers. */
    @FunctionalInterface
    interface Wall {
        /**
         * Tries a sandbox out.
         *
         * @param slots how many workers may run at once
         * @throws NoSandboxException if this machine has none
         */
        Sandbox find(int slots) throws NoSandboxException;
    }

    /** Returns the wall that was asked for. */
    static Wall wall(SandboxChoice choice) {
        return choice == SandboxChoice.NONE ? slots -> new Unsandboxed() : Sandbox::detect;
    }

    /**
     * Starts all. The thread that calls must live as long as the workers: Linux takes its end for the end of their parent.
     *
     * @throws NoSandboxException if there is no sandbox
     * @throws IOException if the folders that workers start from cannot be prepared
     */
    static Workshop open(Sheet sheet, Wall wall, Limits limits, Places places) throws NoSandboxException, IOException {
        SourceCompiler compiler =
                new SourceCompiler(compileClassPath(sheet), contracts(sheet), CompilerLimits.defaults());
        try {
            // Each job may have one worker answering and one starting.
            Sandbox sandbox = wall.find(2 * places.jobs() + 1);
            Staging staging = new Staging(CacheFolder.ofThisUser(), sandbox);
            WorkerJars jars = WorkerJars.onClassPath(System.getProperty("java.class.path"));
            Staging.Staged staged = staging.stage(jars, Worker.class.getName(), Rehearsal.script());
            WorkerLayout layout = staged.layout();
            if (places.cuda().isPresent()) {
                layout = staging.onGpu(layout, jars, places.cuda().get());
            }
            WorkerPool pool = new WorkerPool(sandbox, layout, limits, places.warm());
            if (places.warm() > 0) {
                pool.warmUp();
            }
            // Loading the engine takes half a second of this process, too: it may as well happen now, beside the rest.
            Thread engine = new Thread(Torch::engine, "engine");
            engine.setDaemon(true);
            engine.start();
            return new Workshop(sandbox, pool, compiler, places.device(), staged.warning());
        } catch (NoSandboxException | IOException | RuntimeException e) {
            compiler.close();
            throw e;
        }
    }

    @Override
    public void close() {
        pool.close();
        compiler.close();
    }

    private static List<Path> compileClassPath(Sheet sheet) {
        List<Path> classPath = new ArrayList<>();
        classPath.add(LoadedSheet.jar(sheet));
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(jar -> jar.getFileName().toString().matches("(lab|api)-\\d.*\\.jar") && Files.isRegularFile(jar))
                .forEach(classPath::add);
        return classPath;
    }

    private static Map<String, String> contracts(Sheet sheet) {
        Map<String, String> contracts = new LinkedHashMap<>();
        sheet.todoClasses()
                .forEach(todo -> contracts.put(
                        todo.implementation().replace('.', '/') + ".java",
                        todo.contract().getName()));
        return contracts;
    }
}
