package org.marksheet.grader.compile;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.marksheet.grader.process.ChildProcess;

/** The grader's end of one compiler process. */
final class CompilerProcess implements AutoCloseable {
    /** A process says a few words for each file; more than this is noise. */
    private static final int REPLIES = 10_000;

    private final ChildProcess process;
    private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>(REPLIES);

    private CompilerProcess(ChildProcess process) {
        this.process = process;
        daemon("compiler-replies", this::pump);
    }

    /** Starts a process and does not wait until it is ready. */
    static CompilerProcess start(List<Path> classPath, int heapMiB) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMiB + "m",
                // A quarter of a second to start counts for more than the last bit of speed.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                // Written by the launcher beside the jar; without it the process starts all the same, later.
                "-XX:SharedArchiveFile=" + ownClassPath().replaceFirst("[^/\\\\]*$", "compiler.jsa"),
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-Duser.language=en",
                "-Dfile.encoding=UTF-8",
                "-cp", ownClassPath(),
                CompilerMain.class.getName()));
        classPath.forEach(entry -> command.add(entry.toAbsolutePath().toString()));
        return new CompilerProcess(ChildProcess.start(command, Map.of()));
    }

    private static String ownClassPath() {
        try {
            return Path.of(CompilerMain.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new CompilerFailedException("The grader does not know where its own classes are.", e);
        }
    }

    /** Hands over sources; should the process not take them, its replies end. */
    void send(List<SourceFile> sources) {
        daemon("compiler-request", () -> {
            try {
                Wire.writeSources(new DataOutputStream(new BufferedOutputStream(process.input())), sources);
            } catch (IOException e) {
                close();
            }
        });
    }

    /** Returns the next reply, or null when there is none in time. */
    Reply next(Duration patience) throws InterruptedException {
        return replies.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Returns the beginning of what the process wrote to its standard error. */
    String lastWords() {
        return process.errors().strip();
    }

    ProcessHandle handle() {
        return ProcessHandle.of(process.pid()).orElseThrow();
    }

    @Override
    public void close() {
        process.kill();
    }

    private void pump() {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(process.output()))) {
            // One place is kept for the end.
            while (replies.remainingCapacity() > 1) {
                replies.add(Wire.readReply(in));
            }
        } catch (IOException e) {
            // The end of the process, or of its sense, is a reply like others.
        } finally {
            close();
            replies.add(new Reply.Ended());
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
