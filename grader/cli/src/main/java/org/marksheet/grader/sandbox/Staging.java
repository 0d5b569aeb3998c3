package org.marksheet.grader.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.marksheet.grader.gpu.Cuda;
import org.marksheet.grader.process.ChildProcess;
import org.marksheet.grader.sandbox.WorkerLayout.Archive;
import org.marksheet.grader.sandbox.WorkerLayout.Archive.Use;
import org.marksheet.grader.sandbox.WorkerLayout.Start;

/** Prepares, once per machine and version, the read-only folders that workers start from. */
public final class Staging {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CacheFolder cache;
    private final Sandbox sandbox;

    /**
     * Makes a staging.
     *
     * @param cache where the folders go
     * @param sandbox in which the workers will run; the class archive is written in it
     */
    public Staging(CacheFolder cache, Sandbox sandbox) {
        this.cache = cache;
        this.sandbox = sandbox;
    }

    /**
     * What was prepared.
     *
     * @param layout what workers start from
     * @param warning in words, if workers start without the class archive and so more slowly
     */
    public record Staged(WorkerLayout layout, Optional<String> warning) {}

    /**
     * Prepares the folders, or finds them prepared.
     *
     * @param jars what the worker is made of
     * @param mainClass the worker's main class; it must end by itself when its input ends
     * @param rehearsal what to write to the worker's input before it ends, so that the classes of a usual
     *     conversation get into the archive; may be empty
     * @return the folders
     * @throws IOException if they cannot be prepared
     */
    public Staged stage(WorkerJars jars, String mainClass, byte[] rehearsal) throws IOException {
        List<Path> carriers = List.of(jars.torch(), jars.binding());
        Path libraries = cache.folder("libraries-" + Fingerprint.of(carriers),
                folder -> NativeLibraries.unpack(jars, folder));
        String appName = Fingerprint.of(jars.classPath());
        Path app = cache.folder("app-" + appName, folder -> copy(jars.classPath(), folder));
        WorkerLayout plain = new WorkerLayout(app, names(jars.classPath()), libraries, Optional.empty(), Archive.none(),
                Start.of(mainClass));
        try {
            Path archive = cache.folder("cds-" + archiveName(plain, appName, rehearsal),
                    folder -> archive(plain, rehearsal, folder));
            return new Staged(plain.with(new Archive(Use.LOAD, archive)), Optional.empty());
        } catch (NoArchiveException e) {
            return new Staged(plain, Optional.of(e.getMessage()));
        }
    }

    /**
     * Turns workers that compute on the processor into workers that compute on GPUs.
     *
     * <p>Only the libraries are others: the class archive is the same, and was written without a GPU.
     *
     * @param layout as {@link #stage} prepared it
     * @param jars what the worker is made of
     * @param cuda the GPUs, and a libtorch for them
     * @throws IOException if the folder with DJL's library cannot be prepared
     */
    public WorkerLayout onGpu(WorkerLayout layout, WorkerJars jars, Cuda cuda) throws IOException {
        String flavor = cuda.torch().flavor();
        return layout.with(cuda, cache.folder("binding-" + flavor + "-" + Fingerprint.of(List.of(jars.binding())),
                folder -> NativeLibraries.unpackBinding(jars, flavor, folder)));
    }

    private String archiveName(WorkerLayout layout, String appName, byte[] rehearsal) throws IOException {
        return Fingerprint.of(String.join("\n", appName, layout.app().toString(), sandbox.name(),
                Jdk.ofThisProcess().identity(), Fingerprint.of(rehearsal), layout.start().mainClass(),
                String.join(" ", JvmOptions.of(Limits.defaults(), Archive.none(), "", JvmOptions.Natives.onCpu("")))));
    }

    private static void copy(List<Path> jars, Path folder) throws IOException {
        List<String> names = names(jars);
        for (int i = 0; i < jars.size(); i++) {
            // The archive remembers the time of each jar.
            Files.copy(jars.get(i), folder.resolve(names.get(i)), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /** Returns names that keep the order and cannot clash: {@code 00-lab-0.1.0.jar}. */
    private static List<String> names(List<Path> jars) {
        List<String> names = new ArrayList<>();
        for (Path jar : jars) {
            names.add(String.format(Locale.ROOT, "%02d-%s", names.size(), jar.getFileName()));
        }
        return names;
    }

    private void archive(WorkerLayout layout, byte[] rehearsal, Path folder) throws IOException {
        Path draft = Files.createDirectory(folder.resolve("draft"));
        if (sandbox instanceof Bubblewrap bubblewrap && bubblewrap.users().of(0).isPresent()) {
            Files.setAttribute(draft, "unix:uid", bubblewrap.users().of(0).getAsInt());
        }
        Ran writing = run(layout.with(new Archive(Use.WRITE, draft)), rehearsal);
        Path written = draft.resolve(Archive.FILE);
        if (!Files.isRegularFile(written)) {
            throw new NoArchiveException("none was written (" + writing.end() + ")");
        }
        // A copy, because the file belongs to the worker's user.
        Files.copy(written, folder.resolve(Archive.FILE));
        CacheFolder.delete(draft);
        CacheFolder.makeReadable(folder);
        Ran reading = run(layout.with(new Archive(Use.LIST, folder)), rehearsal);
        // Java only notes in its log that it does not use an archive, for example if the class path differs.
        if (!reading.output().contains(layout.start().mainClass() + " source: shared objects file (top)")) {
            throw new NoArchiveException("Java does not use the one it wrote (" + reading.end() + ")");
        }
    }

    private Ran run(WorkerLayout layout, byte[] input) throws IOException {
        List<String> command = sandbox.command(layout, 0, Limits.defaults());
        try (ChildProcess child = ChildProcess.start(command, sandbox.environment(layout, 0))) {
            CompletableFuture.delayedExecutor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).execute(child::kill);
            CompletableFuture.runAsync(() -> write(input, child.input()));
            String output = new String(child.output().readAllBytes(), StandardCharsets.ISO_8859_1);
            child.waitFor(PATIENCE);
            String words = child.errors().strip().lines().findFirst().orElse("no message");
            return new Ran(output, "exit code " + child.exitCode().orElse(-1) + ", " + words);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while preparing the worker.", e);
        }
    }

    private static void write(byte[] input, OutputStream stream) {
        try (stream) {
            stream.write(input);
        } catch (IOException e) {
            // The worker ended early; its exit code and words tell more than this.
            return;
        }
    }

    private record Ran(String output, String end) {}

    private static final class NoArchiveException extends IOException {
        private static final long serialVersionUID = 1;

        NoArchiveException(String reason) {
            super("Workers start without a class archive, which costs each about 0.2 s: " + reason
                    + ". Results are the same; see docs/instructor.md#sandbox.");
        }
    }
}
