package org.marksheet.grader.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.marksheet.grader.gpu.Cuda;

/**
 * The staged folders that a worker runs from, as the grader sees them, and what to start.
 *
 * @param app the folder with the jars of the worker, and nothing else
 * @param jars names of the jars in {@code app}, in the order of the class path
 * @param libraries the folder with libtorch and DJL's library; with DJL's library alone where {@code cuda} brings a libtorch
 * @param cuda what to compute with instead of the processor, if anything
 * @param archive the class archive
 * @param start what to start
 */
public record WorkerLayout(
        Path app, List<String> jars, Path libraries, Optional<Cuda> cuda, Archive archive, Start start) {
    /** Copies the list. */
    public WorkerLayout {
        jars = List.copyOf(jars);
    }

    /**
     * What a worker does with a class archive (AppCDS), in a file of a fixed name in a folder.
     *
     * @param use what it does
     * @param folder the folder; unused for {@link Use#NONE}
     */
    public record Archive(Use use, Path folder) {
        /** The archive's file name. */
        public static final String FILE = "w.jsa";

        /** What a worker can do with an archive. */
        public enum Use {
            /** Starts without one. */
            NONE,
            /** Starts from it. */
            LOAD,
            /** Starts from it, and lists on its standard output from where it loads each class. */
            LIST,
            /** Writes it when it ends; the only case in which a worker may write to a file. */
            WRITE
        }

        /** Returns no archive. */
        public static Archive none() {
            return new Archive(Use.NONE, Path.of(""));
        }
    }

    /**
     * What to start.
     *
     * @param mainClass name of the class
     * @param extraJars jars at the end of the class path that only this start sees
     * @param arguments arguments of the program
     */
    public record Start(String mainClass, List<Path> extraJars, List<String> arguments) {
        /** Copies the lists. */
        public Start {
            extraJars = List.copyOf(extraJars);
            arguments = List.copyOf(arguments);
        }

        /** Returns the start of a class without extra jars or arguments. */
        public static Start of(String mainClass) {
            return new Start(mainClass, List.of(), List.of());
        }
    }

    /** Returns the same folders with another program. */
    public WorkerLayout with(Start other) {
        return new WorkerLayout(app, jars, libraries, cuda, archive, other);
    }

    /** Returns the same folders with another archive. */
    public WorkerLayout with(Archive other) {
        return new WorkerLayout(app, jars, libraries, cuda, other, start);
    }

    /** Returns the same folders for workers that compute on GPUs, with the folder that holds DJL's library for it. */
    WorkerLayout with(Cuda other, Path binding) {
        return new WorkerLayout(app, jars, binding, Optional.of(other), archive, start);
    }
}
