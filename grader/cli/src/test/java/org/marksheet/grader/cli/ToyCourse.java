package org.marksheet.grader.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.marksheet.grader.report.ResultJson;
import org.marksheet.grader.score.Result;

/** The toy sheet of {@code src/test/toy} as two jars, as a sheet of a course is found, and the command line on it. */
final class ToyCourse implements AutoCloseable {
    private static final Path TOY = Path.of("src/test/toy").toAbsolutePath();

    private final URLClassLoader loader;
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final String homeBefore = System.getProperty("marksheet.home");

    /** What a command came to. */
    record Ended(int code, String output, String errors) {}

    private ToyCourse(Path solutions, Path exercises) throws IOException {
        // A sheet's solution comes before its exercises, so that it hides the skeletons of the same names.
        loader = new URLClassLoader(
                new URL[] {solutions.toUri().toURL(), exercises.toUri().toURL()}, getClass().getClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        System.setProperty("marksheet.home", TOY.toString());
    }

    /** Compiles and packs the sheet below a folder, and makes it the one sheet of this thread. */
    static ToyCourse in(Path folder) throws IOException {
        Path exercises = compiled("exercises", folder, "");
        Path solutions = compiled("solutions", folder, exercises.toString());
        Path service = solutions.resolve("META-INF/services/org.marksheet.grader.api.Sheet");
        Files.createDirectories(service.getParent());
        Files.writeString(service, "org.marksheet.toy.Toy\n");
        return new ToyCourse(zip(solutions, folder.resolve("toy-solution.jar")), zip(exercises, folder.resolve("toy.jar")));
    }

    /** Runs a command line. */
    Ended run(String... arguments) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        int code = Marksheet.run(new PrintWriter(output, true), new PrintWriter(errors, true), arguments);
        return new Ended(code, output.toString(), errors.toString());
    }

    /** Writes a submission: the TODO class with these two bodies. */
    static void submit(Path submission, String mean, String atLeast) throws IOException {
        Files.createDirectories(submission);
        Files.writeString(submission.resolve("ToyMeasures.java"), source(mean, atLeast));
    }

    /** Returns the TODO class with these two bodies. */
    static String source(String mean, String atLeast) {
        return """
                package org.marksheet.toy;

                import ai.djl.ndarray.NDArray;
                import java.util.List;

                public class ToyMeasures implements Measures {
                    @Override
                    public NDArray mean(NDArray numbers) {
                        %s
                    }

                    @Override
                    public int atLeast(List<Integer> numbers, int bound) {
                        %s
                    }
                }
                """.formatted(mean, atLeast);
    }

    /** Reads the record of a submission. */
    static Result result(Path results, String submission) throws IOException {
        return ResultJson.read(Files.readString(results.resolve(submission).resolve("result.json")));
    }

    /** Packs files, by path in the zip. */
    static void zip(Path zip, Map<String, String> files) throws IOException {
        try (OutputStream out = Files.newOutputStream(zip); ZipOutputStream packed = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                packed.putNextEntry(new ZipEntry(file.getKey()));
                packed.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Override
    public void close() throws IOException {
        Thread.currentThread().setContextClassLoader(before);
        if (homeBefore == null) {
            System.clearProperty("marksheet.home");
        } else {
            System.setProperty("marksheet.home", homeBefore);
        }
        loader.close();
    }

    private static Path compiled(String part, Path folder, String classPath) throws IOException {
        Path classes = Files.createDirectories(folder.resolve(part));
        List<String> arguments = new ArrayList<>(List.of("-parameters", "-proc:none", "-d", classes.toString(), "-cp",
                classPath + System.getProperty("path.separator") + System.getProperty("java.class.path")));
        try (Stream<Path> sources = Files.walk(TOY.resolve(part))) {
            sources.map(Path::toString).filter(source -> source.endsWith(".java")).forEach(arguments::add);
        }
        if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)) != 0) {
            throw new IOException("the " + part + " of the toy sheet do not compile");
        }
        return classes;
    }

    private static Path zip(Path folder, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream packed = new ZipOutputStream(out);
                Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
                packed.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                Files.copy(file, packed);
            }
        }
        return jar;
    }
}
