package org.marksheet.grader.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.marksheet.grader.gpu.Cuda;
import org.marksheet.grader.gpu.Gpus;
import org.marksheet.grader.process.ChildProcess;
import org.marksheet.grader.sandbox.JvmOptions.Natives;
import org.marksheet.grader.sandbox.WorkerLayout.Archive;

/**
 * Linux namespaces by bubblewrap, a filter of system calls, and limits of memory, processor time and threads.
 *
 * <p>The worker sees Java, eight libraries, its jars, libtorch and four device files, all read-only; no /proc, no /tmp,
 * no shell, no network, no other process. Each part is there because an attack succeeded without it.
 *
 * @param tools the programs it is built of
 * @param jdk the Java that workers run
 * @param filter the file with the filter of system calls
 * @param users as which users workers run
 */
public record Bubblewrap(Tools tools, Jdk jdk, Path filter, Users users) implements Sandbox {
    private static final String TORCH_INSIDE = "/site/torch/lib";
    private static final String COMPANIONS_INSIDE = "/site/nvidia";
    private static final Path LOADER = Path.of("/lib64/ld-linux-x86-64.so.2");
    private static final List<Path> LIBRARY_FOLDERS = List.of(Path.of("/lib/x86_64-linux-gnu"),
            Path.of("/usr/lib/x86_64-linux-gnu"), Path.of("/lib64"), Path.of("/usr/lib64"));
    private static final List<String> LIBRARIES = List.of("libc.so.6", "libm.so.6", "libstdc++.so.6", "libgcc_s.so.1",
            "libz.so.1", "libpthread.so.0", "libdl.so.2", "librt.so.1");
    // Opened by the shell as file 9 because a ProcessBuilder hands on none beyond 2; one digit, or dash fails.
    private static final String SHELL_SCRIPT = "echo 1000 >/proc/self/oom_score_adj; exec 9<\"$0\"; exec \"$@\"";

    /**
     * The programs, each with its path.
     *
     * @param bwrap makes the namespaces
     * @param setpriv becomes another user
     * @param prlimit sets the limits
     */
    record Tools(String bwrap, String setpriv, String prlimit) {}

    /**
     * As which users workers run.
     *
     * @param first the user of slot 0, followed by those of the other slots; nothing if all run as the grader's user,
     *     which must not be root
     * @param slots how many workers may run at once
     */
    record Users(OptionalInt first, int slots) {
        /** Returns ids that no account has: a block that systemd keeps free, and in it a place by process. */
        static Users here(int slots) {
            // Two graders at once must not share a user: Linux counts threads per user.
            int block = (int) (ProcessHandle.current().pid() % 32);
            return new Users(Ids.isRoot() ? OptionalInt.of(60600 + 16 * block) : OptionalInt.empty(), slots);
        }

        OptionalInt of(int slot) {
            return first.isPresent() ? OptionalInt.of(first.getAsInt() + slot) : OptionalInt.empty();
        }

        /** Returns the limit of threads of a worker's user; without a user of its own, all that run already count. */
        int threadLimit(Limits limits) {
            return first.isPresent() ? limits.threads() : Ids.threadsOf(Ids.mine()) + slots * limits.threads();
        }
    }

    /** What of a worker's memory is counted. */
    private enum MemoryLimit {
        /** All that is reserved. */
        ADDRESS_SPACE("--as=", 64),
        /** What can be written to: CUDA reserves far more addresses than any machine has memory. */
        DATA("--data=", 256);

        private final String option;
        private final int files;

        MemoryLimit(String option, int files) {
            this.option = option;
            this.files = files;
        }

        String option() {
            return option;
        }

        /** Returns how many files may be open; CUDA opens its device files many times. */
        int files() {
            return files;
        }
    }

    static Bubblewrap detect(int slots, CacheFolder cache, ToolPath path) throws NoSandboxException {
        if (!System.getProperty("os.name").equals("Linux") || !System.getProperty("os.arch").equals("amd64")) {
            throw new NoSandboxException("it needs Linux on x86_64, and this is " + System.getProperty("os.name") + " on "
                    + System.getProperty("os.arch"), "Grade in a virtual machine or WSL2");
        }
        Tools tools = new Tools(find(path, "bwrap", "bubblewrap"), find(path, "setpriv", "util-linux"),
                find(path, "prlimit", "util-linux"));
        Bubblewrap sandbox;
        try {
            Path filter = cache.folder("filter-" + Fingerprint.of(SeccompFilter.program()),
                    folder -> Files.write(folder.resolve("filter.bpf"), SeccompFilter.program()));
            sandbox = new Bubblewrap(tools, Jdk.ofThisProcess(), filter.resolve("filter.bpf"), Users.here(slots));
        } catch (IOException e) {
            throw new NoSandboxException("it could not be prepared: " + e.getMessage(), "Make the folder writable");
        }
        sandbox.tryOut();
        return sandbox;
    }

    private static String find(ToolPath path, String tool, String packageName) throws NoSandboxException {
        return path.find(tool).orElseThrow(
                () -> new NoSandboxException(tool + " is missing", "Install " + packageName));
    }

    private void tryOut() throws NoSandboxException {
        List<String> command = new ArrayList<>(walls(0, Limits.defaults(), Archive.none(), MemoryLimit.ADDRESS_SPACE));
        command.addAll(List.of("--", Jdk.INSIDE + "/bin/java", "-Xmx64m", "-XX:CompressedClassSpaceSize=64m",
                "-version"));
        String advice = "Allow unprivileged user namespaces, and install Java and the grader where all users can read";
        try (ChildProcess child = ChildProcess.start(command, Map.of())) {
            if (!child.waitFor(Duration.ofSeconds(20))) {
                throw new NoSandboxException("Java did not start in it within 20 s", advice);
            }
            if (child.exitCode().getAsInt() != 0) {
                throw new NoSandboxException("Java did not start in it (exit code " + child.exitCode().getAsInt() + ": "
                        + child.errors().strip().lines().findFirst().orElse("no message") + ")", advice);
            }
        } catch (IOException e) {
            throw new NoSandboxException(e.getMessage(), advice);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoSandboxException("the trial was interrupted", "Start again");
        }
    }

    @Override
    public String name() {
        return "bwrap";
    }

    @Override
    public Map<String, String> environment(WorkerLayout layout, int slot) {
        return Map.of();
    }

    @Override
    public List<String> command(WorkerLayout layout, int slot, Limits limits) {
        List<String> command = walls(slot, limits, layout.archive(),
                layout.cuda().isPresent() ? MemoryLimit.DATA : MemoryLimit.ADDRESS_SPACE);
        layout.cuda().ifPresent(cuda -> gpu(command, cuda, slot));
        readOnly(command, layout.app(), "/app");
        readOnly(command, layout.libraries(), "/djl");
        List<String> classPath = layout.jars().stream().map(jar -> "/app/" + jar).collect(
                Collectors.toCollection(ArrayList::new));
        for (Path jar : layout.start().extraJars()) {
            String inside = "/extra/" + jar.getFileName();
            readOnly(command, jar, inside);
            classPath.add(inside);
        }
        switch (layout.archive().use()) {
            case NONE -> { }
            case LOAD, LIST -> readOnly(command, layout.archive().folder(), "/cds");
            case WRITE -> command.addAll(List.of("--bind", layout.archive().folder().toString(), "/cds"));
        }
        // After the last folder is in place: the root itself is memory without a limit.
        command.addAll(List.of("--remount-ro", "/", "--chdir", "/app", "--seccomp", "9", "--",
                Jdk.INSIDE + "/bin/java"));
        command.addAll(JvmOptions.of(limits, layout.archive(), "/cds", layout.cuda()
                .map(cuda -> new Natives(TORCH_INSIDE, "/djl", cuda.torch().flavor()))
                .orElseGet(() -> Natives.onCpu("/djl"))));
        command.addAll(List.of("-cp", String.join(":", classPath), layout.start().mainClass()));
        command.addAll(layout.start().arguments());
        return command;
    }

    /** Returns the command up to what every program in the sandbox sees. */
    private List<String> walls(int slot, Limits limits, Archive archive, MemoryLimit memory) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SHELL_SCRIPT, filter.toString()));
        // Root in a user namespace is still root where it counts: /proc/sys, files of root, no limit of threads.
        users.of(slot).ifPresent(id -> command.addAll(List.of(tools.setpriv(), "--reuid", String.valueOf(id), "--regid",
                String.valueOf(id), "--clear-groups")));
        command.addAll(List.of(tools.prlimit(),
                memory.option() + limits.memoryBytes(),
                // Soft and hard alike: a first process may ignore the signal of the soft limit.
                "--cpu=" + limits.cpuSeconds() + ":" + limits.cpuSeconds(),
                "--nproc=" + users.threadLimit(limits),
                "--nofile=" + memory.files(), "--core=0", "--msgqueue=0", "--memlock=0"));
        if (archive.use() != Archive.Use.WRITE) {
            command.add("--fsize=0");
        }
        command.addAll(List.of("--", tools.bwrap(), "--unshare-all", "--unshare-user", "--disable-userns",
                "--die-with-parent", "--new-session", "--as-pid-1", "--uid", "65534", "--gid", "65534", "--hostname",
                "sandbox", "--cap-drop", "ALL", "--clearenv"));
        LIBRARIES.forEach(name -> library(name).ifPresent(file -> readOnly(command, file, file.toString())));
        readOnly(command, LOADER, LOADER.toString());
        jdk.outside().forEach(folder -> readOnly(command, folder, folder.toString()));
        readOnly(command, jdk.home(), Jdk.INSIDE.toString());
        // Without it libtorch chooses other kernels, and the last digits differ.
        readOnly(command, Path.of("/proc/cpuinfo"), "/proc/cpuinfo");
        Stream.of("/dev/urandom", "/dev/random", "/dev/null").forEach(
                device -> command.addAll(List.of("--dev-bind", device, device)));
        // Without /proc Java does not find its own libraries.
        command.addAll(List.of("--setenv", "LD_LIBRARY_PATH", Jdk.INSIDE + "/lib", "--setenv", "MALLOC_ARENA_MAX", "2",
                "--setenv", "OMP_NUM_THREADS", "1"));
        return command;
    }

    /** Adds one GPU: its device file, the driver's part of CUDA, and libtorch with its part. */
    private static void gpu(List<String> command, Cuda cuda, int slot) {
        Gpus gpus = cuda.gpus();
        gpus.nodes(slot).forEach(node -> command.addAll(List.of("--dev-bind", node.toString(), gpus.inside(node))));
        gpus.driverFiles().forEach(file -> readOnly(command, file, gpus.inside(file)));
        // Its libraries look for the others from where they lie themselves.
        readOnly(command, cuda.torch().folder(), TORCH_INSIDE);
        cuda.torch().companions().ifPresent(folder -> readOnly(command, folder, COMPANIONS_INSIDE));
        gpus.environment(slot, true).forEach((name, value) -> command.addAll(List.of("--setenv", name, value)));
    }

    private static Optional<Path> library(String name) {
        return LIBRARY_FOLDERS.stream().map(folder -> folder.resolve(name)).filter(Files::exists).findFirst();
    }

    private static void readOnly(List<String> command, Path source, String place) {
        command.addAll(List.of("--ro-bind", source.toString(), place));
    }
}
