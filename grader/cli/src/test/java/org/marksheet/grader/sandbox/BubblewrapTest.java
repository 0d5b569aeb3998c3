package org.marksheet.grader.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.grader.process.ChildProcess;
import org.marksheet.grader.sandbox.Stand.Ended;

@Tag("sandbox")
class BubblewrapTest {
    private static final Limits LIMITS = Limits.defaults().withCpuSeconds(20);

    @TempDir static Path folder;
    private static Stand stand;

    @BeforeAll
    static void stage() throws Exception {
        stand = Stand.bubblewrap(folder);
    }

    @Test
    void libtorchComputesTheSameBitsInsideAndOutside() throws Exception {
        String inside = echoed(stand);
        assertThat(inside).startsWith("ready ").endsWith("\nhello\n");
        assertThat(inside).isEqualTo(echoed(Stand.of(new Unsandboxed(), folder)));
    }

    @Test
    void workersStartFromTheClassArchive() {
        assertThat(stand.staged().warning()).isEmpty();
        assertThat(stand.staged().layout().archive().use()).isEqualTo(WorkerLayout.Archive.Use.LOAD);
    }

    @Test
    void workersStartWithTheLeastMemoryThatMayBeAskedFor() throws Exception {
        Ended ended = stand.run("""
                attempt("torch", () -> Class.forName("org.marksheet.grader.sandbox.EchoWorker")
                        .getMethod("main", String[].class).invoke(null, (Object) new String[0]));
                """, LIMITS.withMemoryMib(Limits.LEAST_MEMORY_MIB), folder);
        assertThat(ended.output()).contains("ready ", "torch: done");
    }

    @Test
    void thereIsNoNetwork() throws Exception {
        try (ServerSocket canary = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            canary.setSoTimeout(50);
            Ended ended = stand.run("""
                    attempt("tcp", () -> new Socket("127.0.0.1", %d));
                    attempt("udp", () -> new DatagramSocket());
                    attempt("server", () -> new ServerSocket(0));
                    attempt("name", () -> InetAddress.getByName("example.org"));
                    attempt("unix", () -> java.nio.channels.SocketChannel.open(StandardProtocolFamily.UNIX));
                    """.formatted(canary.getLocalPort()), LIMITS, folder);
            assertThat(ended.output().lines()).hasSize(5).allMatch(line -> line.contains(": refused"));
            assertThatThrownBy(canary::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void nothingOfTheMachineIsInSight() throws Exception {
        Ended ended = stand.run("""
                for (String name : new File("/").list()) { System.out.println(name); }
                System.out.println("proc " + Arrays.toString(new File("/proc").list()));
                System.out.println("dev " + Arrays.toString(new File("/dev").list()));
                attempt("processes", () -> ProcessHandle.allProcesses().count() == 0 ? "none" : "some");
                """, LIMITS, folder);
        assertThat(ended.output().lines()).contains("proc [cpuinfo]", "processes: done none")
                .doesNotContain("tmp", "home", "root", "sys", "usr", "bin", "var", "run", "work");
        assertThat(ended.output().lines().filter(line -> line.startsWith("dev ")).findFirst().orElseThrow())
                .contains("null", "random", "urandom").doesNotContain("shm", "pts", "tty");
    }

    @Test
    void nothingCanBeWritten() throws Exception {
        Ended ended = stand.run("""
                for (String name : "/ /app /jdk /djl /cds /extra /dev /proc /lib /lib64 /tmp /etc".split(" ")) {
                    attempt(name, () -> Files.writeString(Path.of(name, "file"), "x"));
                }
                attempt("app", () -> Files.writeString(Files.list(Path.of("/app")).findFirst().get(), "x"));
                attempt("archive", () -> Files.writeString(Path.of("/cds/w.jsa"), "x"));
                attempt("torch", () -> Files.deleteIfExists(Path.of("/djl/libtorch.so")));
                attempt("folder", () -> Files.createDirectory(Path.of("/new")));
                attempt("link", () -> Files.createSymbolicLink(Path.of("/app/link"), Path.of("/")));
                """, LIMITS, folder);
        assertThat(ended.output().lines()).hasSize(17).allMatch(line -> line.contains(": refused"));
    }

    @Test
    void readingOnesOwnFilesAndThreadsWork() throws Exception {
        Ended ended = stand.run("""
                attempt("read", () -> Files.readAllBytes(Path.of("/jdk/release")).length > 0);
                attempt("thread", () -> CompletableFuture.supplyAsync(() -> "ran").get());
                attempt("random", () -> new java.security.SecureRandom().nextInt() == 0 ? "0" : "some");
                """, LIMITS, folder);
        assertThat(ended.output().lines()).containsExactly("read: done true", "thread: done ran", "random: done some");
    }

    @Test
    void noProgramCanBeStarted() throws Exception {
        Ended ended = stand.run("""
                attempt("java", () -> new ProcessBuilder("/jdk/bin/java", "-version").start());
                attempt("sh", () -> Runtime.getRuntime().exec("/bin/sh"));
                """, LIMITS, folder);
        // Error 1 is the filter; error 2 would only say that the file is missing.
        assertThat(ended.output()).contains("java: refused").containsPattern("error(=|: )1\\b").contains("sh: refused");
    }

    @Test
    void threadsEndAtTheLimit() throws Exception {
        Ended ended = stand.run("""
                int started = 0;
                try {
                    for (; started < 5000; started++) {
                        Thread thread = new Thread(Attack::park);
                        thread.setDaemon(true);
                        thread.start();
                    }
                } catch (OutOfMemoryError e) {
                    System.out.println("refused");
                }
                System.out.println(started);
                """, LIMITS, folder);
        assertThat(ended.output().lines().findFirst()).hasValue("refused");
        assertThat(Integer.parseInt(ended.output().lines().toList().get(1))).isBetween(8, 2 * LIMITS.threads());
    }

    @Test
    void theHeapEndsAtTheLimit() throws Exception {
        Ended ended = stand.run("""
                List<byte[]> all = new ArrayList<>();
                try {
                    while (true) { all.add(new byte[1 << 20]); }
                } catch (OutOfMemoryError e) {
                    int size = all.size();
                    all.clear();
                    System.out.println(size);
                }
                """, LIMITS, folder);
        assertThat(Integer.parseInt(ended.output().strip())).isBetween(100, LIMITS.heapMib());
    }

    @Test
    void memoryBesideTheHeapEndsAtTheLimit() throws Exception {
        Ended ended = stand.run("""
                var field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
                field.setAccessible(true);
                var memory = (sun.misc.Unsafe) field.get(null);
                long size = 0;
                try {
                    for (; size < 8192; size += 64) { memory.allocateMemory(64L << 20); }
                } catch (OutOfMemoryError e) {
                    System.out.println("refused");
                }
                System.out.println(size);
                """, LIMITS, folder);
        assertThat(ended.output()).startsWith("refused\n");
        assertThat(Long.parseLong(ended.output().lines().toList().get(1))).isLessThan(LIMITS.memoryMib());
    }

    @Test
    void aLoopEndsAtTheLimitOfProcessorTime() throws Exception {
        Ended ended = stand.run("while (true) { Thread.onSpinWait(); }", LIMITS.withCpuSeconds(2), folder);
        assertThat(ended.code()).isEqualTo(137);
    }

    @Test
    void theEnvironmentHoldsNothingOfTheGrader() throws Exception {
        Ended ended = stand.run("System.out.println(new TreeSet<>(System.getenv().keySet()));", LIMITS, folder);
        assertThat(ended.output()).isEqualTo("[LD_LIBRARY_PATH, MALLOC_ARENA_MAX, OMP_NUM_THREADS, PWD]\n");
    }

    @Test
    void theProbeIsNotOnTheClassPath() throws Exception {
        Ended ended = stand.run("attempt(\"probe\", () -> Class.forName(\"%s\"));".formatted(Probe.class.getName()),
                LIMITS, folder);
        assertThat(ended.output()).contains("refused java.lang.ClassNotFoundException");
    }

    @Test
    void noProcessRunsAsRoot() throws Exception {
        try (ChildProcess child = stand.attack("System.out.println(1); park();", LIMITS, folder)) {
            child.output().read();
            assertThat(family(ProcessHandle.of(child.pid()).orElseThrow())).hasSizeGreaterThan(1)
                    .noneMatch(process -> Ids.of(process) == 0);
        }
    }

    @Test
    void aKillLeavesNoProcess() throws Exception {
        try (ChildProcess child = stand.attack("""
                for (int i = 0; i < 30; i++) { new Thread(Attack::park).start(); }
                Runtime.getRuntime().addShutdownHook(new Thread(Attack::park));
                System.out.println(1);
                park();
                """, LIMITS, folder)) {
            child.output().read();
            List<ProcessHandle> family = family(ProcessHandle.of(child.pid()).orElseThrow());
            assertThat(family).hasSizeGreaterThan(1);
            // Only the outermost: the rest must follow by itself.
            ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly();
            assertAllEnd(family);
        }
    }

    @Test
    void workersDieWithTheGrader() throws Exception {
        try (ChildProcess grader = Stand.java(StandInGrader.class, folder.toString())) {
            BufferedReader output = new BufferedReader(new InputStreamReader(grader.output(), StandardCharsets.UTF_8));
            assertThat(output.readLine()).as(grader.errors()).startsWith("ready ");
            List<ProcessHandle> family = family(ProcessHandle.of(grader.pid()).orElseThrow());
            assertThat(family).hasSizeGreaterThan(2);
            ProcessHandle.of(grader.pid()).orElseThrow().destroyForcibly();
            assertAllEnd(family);
        }
    }

    private static String echoed(Stand stand) throws Exception {
        try (ChildProcess child = stand.worker()) {
            child.input().write("hello\n".getBytes(StandardCharsets.UTF_8));
            child.input().flush();
            Ended ended = Stand.ended(child);
            assertThat(ended.code()).as(ended.errors()).isZero();
            return ended.output();
        }
    }

    private static List<ProcessHandle> family(ProcessHandle process) {
        List<ProcessHandle> family = new ArrayList<>(process.descendants().toList());
        family.add(process);
        return family;
    }

    private static void assertAllEnd(List<ProcessHandle> processes) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (processes.stream().anyMatch(Ids::runs) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(processes).noneMatch(Ids::runs);
    }
}
