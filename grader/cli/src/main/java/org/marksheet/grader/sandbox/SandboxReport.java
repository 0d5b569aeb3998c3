package org.marksheet.grader.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.marksheet.grader.process.ChildProcess;
import org.marksheet.grader.sandbox.WorkerLayout.Start;

/**
 * Whether the walls of this machine's sandbox hold, tried out from inside and from outside.
 *
 * @param sandbox its name
 * @param walls each wall once, in a fixed order
 */
public record SandboxReport(String sandbox, List<Wall> walls) {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int KILLED = 128 + 9;

    /** Copies the list. */
    public SandboxReport {
        walls = List.copyOf(walls);
    }

    /** Returns whether all walls hold. */
    public boolean holds() {
        return walls.stream().allMatch(Wall::holds);
    }

    /**
     * Tries the walls; takes about two seconds.
     *
     * @param sandbox the sandbox
     * @param layout what workers start from
     * @return the report
     * @throws IOException if the probe itself cannot be started
     */
    public static SandboxReport of(Sandbox sandbox, WorkerLayout layout) throws IOException {
        Path folder = Files.createTempDirectory("marksheet-probe");
        try {
            Path jar = folder.resolve("probe.jar");
            writeJar(jar);
            CacheFolder.makeReadable(folder);
            Trial trial = new Trial(sandbox, layout, jar);
            List<Wall> walls = new ArrayList<>(trial.inside());
            walls.add(trial.processorTime());
            walls.addAll(trial.end());
            return new SandboxReport(sandbox.name(), walls);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while trying the sandbox.", e);
        } finally {
            CacheFolder.delete(folder);
        }
    }

    private static void writeJar(Path jar) throws IOException {
        String name = Probe.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar); JarOutputStream zip = new JarOutputStream(file);
                InputStream bytes = Probe.class.getClassLoader().getResourceAsStream(name)) {
            zip.putNextEntry(new ZipEntry(name));
            bytes.transferTo(zip);
        }
    }

    private record Trial(Sandbox sandbox, WorkerLayout layout, Path jar) {
        private ChildProcess start(Limits limits, String... arguments) throws IOException {
            Start probe = new Start(Probe.class.getName(), List.of(jar), List.of(arguments));
            ChildProcess child = ChildProcess.start(
                    sandbox.command(layout.with(probe), 0, limits), sandbox.environment(layout, 0));
            CompletableFuture.delayedExecutor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).execute(child::kill);
            return child;
        }

        List<Wall> inside() throws IOException, InterruptedException {
            try (ServerSocket canary = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    ChildProcess child = start(Limits.defaults(), Probe.WALLS, String.valueOf(canary.getLocalPort()))) {
                String output = new String(child.output().readAllBytes(), StandardCharsets.UTF_8);
                child.waitFor(PATIENCE);
                Map<String, Wall> found = new HashMap<>();
                output.lines().filter(line -> line.startsWith(Probe.LINE)).map(line -> line.split("\t", 4))
                        .forEach(part -> found.put(part[1], new Wall(part[1], Boolean.parseBoolean(part[2]), part[3])));
                // What the probe did not come to is not proven.
                String silence = "the probe ended before it (exit code " + child.exitCode().orElse(-1) + ") "
                        + child.errors().strip().lines().findFirst().orElse("");
                return Probe.NAMES.stream()
                        .map(name -> found.getOrDefault(name, new Wall(name, false, silence.strip()))).toList();
            }
        }

        Wall processorTime() throws IOException, InterruptedException {
            try (ChildProcess child = start(Limits.defaults().withCpuSeconds(1), Probe.SPIN)) {
                child.waitFor(PATIENCE);
                int code = child.exitCode().orElse(-1);
                return new Wall("processor time", code == KILLED, "a loop allowed 1 s ended with exit code " + code);
            }
        }

        /** Looks at a waiting worker, then kills it. */
        List<Wall> end() throws IOException, InterruptedException {
            try (ChildProcess child = start(Limits.defaults(), Probe.WAIT)) {
                child.output().read();
                ProcessHandle outer = ProcessHandle.of(child.pid()).orElseThrow();
                List<ProcessHandle> all = new ArrayList<>(outer.descendants().toList());
                all.add(outer);
                Wall user = user(all);
                outer.destroyForcibly();
                long left = leftAfter(all, Duration.ofSeconds(5));
                return List.of(user, new Wall("kill", left == 0, left + " of " + all.size() + " processes outlive a kill"));
            }
        }

        private static Wall user(List<ProcessHandle> processes) {
            if (!Files.exists(Path.of("/proc/self"))) {
                return new Wall("user", false, "cannot be told on this system");
            }
            List<Integer> ids = processes.stream().map(Ids::of).distinct().toList();
            return new Wall("user", !ids.contains(0), "runs as user " + ids);
        }

        private static long leftAfter(List<ProcessHandle> processes, Duration limit) throws InterruptedException {
            long end = System.nanoTime() + limit.toNanos();
            while (System.nanoTime() < end && processes.stream().anyMatch(Ids::runs)) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            return processes.stream().filter(Ids::runs).count();
        }
    }
}
