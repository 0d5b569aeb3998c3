package org.marksheet.grader.compile;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The compiler process: reads sources from standard input, writes classes or errors to standard output.
 *
 * <p>Its arguments are the class path to compile against. It needs nothing but this package on its own. With the
 * one argument {@code --rehearse} it compiles an example and ends, so that an archive of its classes can be written.
 */
public final class CompilerMain {
    /** Deep but honest expressions fit; those that are meant to harm end in a stack overflow. */
    private static final long STACK_BYTES = 8L << 20;

    private static final String REHEARSE = "--rehearse";
    private static final String EXAMPLE = """
            package example;
            public class Play implements Runnable {
                private final java.util.Map<String, Integer> counts = new java.util.TreeMap<>();
                record Pair(float first, int[] second) {}
                @Override public void run() {
                    for (int i = 0; i < 10; i++) {
                        counts.merge("x" + i, i, Integer::sum);
                    }
                    var pair = new Pair(1f, new int[] {1});
                    Runnable more = () -> counts.values().stream().map(x -> x * 2.0).filter(x -> x > pair.first()).toList();
                    more.run();
                    %s
                }
            }
            """;

    private CompilerMain() {}

    /**
     * Serves until its input ends.
     *
     * @param classPath entries to compile against, or {@code --rehearse}
     */
    public static void main(String[] classPath) throws IOException {
        if (List.of(classPath).equals(List.of(REHEARSE))) {
            rehearse();
            return;
        }
        // Ctrl-C reaches the whole group of processes; only the grader decides when a compilation ends.
        Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
        // Frames own the standard output; whatever else is printed must not get between them.
        OutputStream frames = System.out;
        System.setOut(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        BlockingQueue<List<SourceFile>> requests = new LinkedBlockingQueue<>();
        Thread javac = new Thread(null, () -> serve(List.of(classPath), requests, frames), "javac", STACK_BYTES);
        javac.setDaemon(true);
        javac.start();
        try (DataInputStream in = new DataInputStream(System.in)) {
            while (true) {
                requests.add(Wire.readSources(in));
            }
        } catch (IOException e) {
            // The grader is gone or done; a compilation that hangs must not keep this process alive.
            Runtime.getRuntime().halt(0);
        }
    }

    private static void serve(List<String> classPath, BlockingQueue<List<SourceFile>> requests, OutputStream frames) {
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(frames));
        try (StandardJavaFileManager files = files(classPath)) {
            JavacRun run = new JavacRun(ToolProvider.getSystemJavaCompiler(), files);
            Wire.writeReady(out);
            while (true) {
                Wire.writeDone(out, run.run(requests.take(), new Progress(out)));
            }
        } catch (IOException | RuntimeException | Error | InterruptedException e) {
            // The grader sees the end of the frames and replaces the process.
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static void rehearse() throws IOException {
        DataOutputStream out = new DataOutputStream(OutputStream.nullOutputStream());
        try (StandardJavaFileManager files = files(List.of())) {
            JavacRun run = new JavacRun(ToolProvider.getSystemJavaCompiler(), files);
            for (String last : List.of("", "int x = 1", "missing(1);")) {
                SourceFile play = new SourceFile("example/Play.java", "java.lang.Runnable", EXAMPLE.formatted(last));
                Wire.writeDone(out, run.run(List.of(play), new Progress(out)));
            }
        }
    }

    private static StandardJavaFileManager files(List<String> classPath) throws IOException {
        StandardJavaFileManager files = ToolProvider.getSystemJavaCompiler()
                .getStandardFileManager(null, Locale.ENGLISH, StandardCharsets.UTF_8);
        files.setLocation(StandardLocation.CLASS_PATH, classPath.stream().map(File::new).toList());
        // Otherwise javac looks for sources on the class path.
        files.setLocation(StandardLocation.SOURCE_PATH, List.of());
        return files;
    }

    /** Tells the grader each time javac turns to another file. */
    private static final class Progress implements Consumer<String> {
        private final DataOutputStream out;
        private String last;

        Progress(DataOutputStream out) {
            this.out = out;
        }

        @Override
        public void accept(String path) {
            if (path.equals(last)) {
                return;
            }
            last = path;
            try {
                Wire.writeWorking(out, path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
