package org.marksheet.grader.sandbox;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs in a worker's place and tries, without harm, what a worker must not be able to do.
 *
 * <p>It knows no other class, so that it can travel in a jar of its own. What it creates it removes; what it opens it
 * does not write to.
 */
final class Probe {
    /** Tries all walls that can be tried from inside, and writes a line for each. */
    static final String WALLS = "walls";

    /** Uses the processor until it is stopped, but not for long. */
    static final String SPIN = "spin";

    /** Waits for its input to end. */
    static final String WAIT = "wait";

    /** What a line about a wall starts with; fields are separated by tabs: name, holds, detail. */
    static final String LINE = "wall\t";

    /** The walls that {@link #WALLS} tries. */
    static final List<String> NAMES = List.of("network", "processes", "writing", "files", "kernel settings", "environment",
            "other processes", "threads", "memory");

    private static final Set<String> OWN_VARIABLES = Set.of("LD_LIBRARY_PATH", "MALLOC_ARENA_MAX", "OMP_NUM_THREADS",
            "PWD", "SystemRoot");

    // Java 17 writes "error=1", Java 25 "error: 1".
    private static final Pattern REFUSED = Pattern.compile("error(=|: )1\\b");

    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    private Probe() {}

    /**
     * Runs the probe.
     *
     * @param arguments what to do; for {@link #WALLS} also the port of a canary on this machine
     */
    public static void main(String[] arguments) throws IOException {
        Probe probe = new Probe();
        switch (arguments[0]) {
            case WALLS -> probe.walls(Integer.parseInt(arguments[1]));
            case SPIN -> spin();
            case WAIT -> {
                probe.out.println("waiting");
                System.in.read();
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private void walls(int port) throws IOException {
        network(port);
        processes();
        writing();
        files();
        kernelSettings();
        environment();
        otherProcesses();
        threads();
        memory();
    }

    private void network(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            say("network", false, "connected to a port of this machine");
        } catch (IOException e) {
            say("network", true, e.getMessage());
        }
    }

    private void processes() {
        try {
            Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-version").start();
            process.toHandle().destroyForcibly();
            say("processes", false, "started a program");
        } catch (IOException e) {
            // Error 2 would only say that the program is missing.
            say("processes", REFUSED.matcher(e.getMessage()).find(), e.getMessage());
        }
    }

    private void writing() {
        List<String> open = new ArrayList<>();
        List<String> folders = new ArrayList<>(List.of("/", "/app", "/jdk", "/djl", "/cds", "/extra", "/tmp", "/dev",
                "/dev/shm", "/var/tmp"));
        folders.add(System.getProperty("java.io.tmpdir"));
        for (String folder : folders) {
            try {
                Files.delete(Files.createTempFile(Path.of(folder), "probe", ""));
                open.add(folder);
            } catch (IOException e) {
                // Refused, as it should be.
                continue;
            }
        }
        say("writing", open.isEmpty(), open.isEmpty() ? "no folder takes a file" : "can write to " + open);
    }

    private void files() {
        List<String> seen = Stream.of("/etc/passwd", "/home", "/root", "/bin/sh", "/sys", "/proc/1/environ",
                "/proc/self/mountinfo").filter(path -> Files.exists(Path.of(path))).toList();
        say("files", seen.isEmpty(), seen.isEmpty() ? "nothing of the machine is in sight" : "sees " + seen);
    }

    private void kernelSettings() {
        // Opened and never written to: a program named there would be run by the machine's root.
        try (RandomAccessFile file = new RandomAccessFile("/proc/sys/kernel/core_pattern", "rw")) {
            say("kernel settings", false, "opened core_pattern for writing, at " + file.getFilePointer());
        } catch (IOException e) {
            say("kernel settings", true, e.getMessage());
        }
    }

    private void environment() {
        Set<String> foreign = new TreeSet<>(System.getenv().keySet());
        foreign.removeAll(OWN_VARIABLES);
        say("environment", foreign.isEmpty(), foreign.isEmpty() ? "no variable of the grader" : "sees " + foreign);
    }

    private void otherProcesses() {
        long own = ProcessHandle.current().pid();
        long others = ProcessHandle.allProcesses().filter(process -> process.pid() != own).count();
        say("other processes", others == 0 && own == 1, "is process " + own + ", sees " + others + " others");
    }

    private void threads() {
        CountDownLatch end = new CountDownLatch(1);
        int started = 0;
        try {
            for (; started < 256; started++) {
                Thread thread = new Thread(null, () -> await(end), "probe", 128 * 1024);
                thread.setDaemon(true);
                thread.start();
            }
            say("threads", false, "started " + started);
        } catch (OutOfMemoryError e) {
            say("threads", true, "refused after " + started);
        } finally {
            end.countDown();
        }
    }

    private void memory() throws IOException {
        Path file = largestFile();
        List<MappedByteBuffer> maps = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file)) {
            // Address space only: no page of it is touched.
            while (maps.size() < 40) {
                maps.add(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
            }
            say("memory", false, "mapped " + megabytes(maps) + " MB");
        } catch (IOException | OutOfMemoryError e) {
            String detail = "refused after " + megabytes(maps) + " MB";
            maps.clear();
            say("memory", true, detail);
        }
    }

    private static Path largestFile() throws IOException {
        String libraries = System.getProperty("PYTORCH_LIBRARY_PATH");
        try (Stream<Path> files = Files.list(Path.of(libraries))) {
            return files.max(Comparator.comparingLong(path -> path.toFile().length())).orElseThrow();
        }
    }

    private static long megabytes(List<MappedByteBuffer> maps) {
        return maps.stream().mapToLong(MappedByteBuffer::capacity).sum() / 1_000_000;
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void spin() {
        long end = System.nanoTime() + 5_000_000_000L;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private void say(String name, boolean holds, String detail) {
        out.println(LINE + name + "\t" + holds + "\t" + String.valueOf(detail).strip().replaceAll("\\s+", " "));
    }
}
