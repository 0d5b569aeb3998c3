package org.marksheet.grader.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.marksheet.grader.gpu.Cuda;
import org.marksheet.grader.sandbox.JvmOptions.Natives;

/**
 * No walls at all: the worker runs with everything that the user of the grader may do.
 *
 * <p>For work that is trusted, and for machines without a sandbox whose owner has said so.
 */
public record Unsandboxed() implements Sandbox {
    @Override
    public String name() {
        return "none";
    }

    @Override
    public List<String> command(WorkerLayout layout, int slot, Limits limits) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Natives natives = layout.cuda()
                .map(Cuda::torch)
                .map(torch -> new Natives(torch.folder().toString(), layout.libraries().toString(), torch.flavor()))
                .orElseGet(() -> Natives.onCpu(layout.libraries().toString()));
        command.addAll(JvmOptions.of(limits, layout.archive(), layout.archive().folder().toString(), natives));
        List<String> jars = new ArrayList<>();
        layout.jars().forEach(jar -> jars.add(layout.app().resolve(jar).toString()));
        layout.start().extraJars().forEach(jar -> jars.add(jar.toString()));
        command.add("-cp");
        command.add(String.join(System.getProperty("path.separator"), jars));
        command.add(layout.start().mainClass());
        command.addAll(layout.start().arguments());
        return command;
    }

    @Override
    public Map<String, String> environment(WorkerLayout layout, int slot) {
        Map<String, String> environment = new HashMap<>();
        environment.put("OMP_NUM_THREADS", "1");
        environment.put("MALLOC_ARENA_MAX", "2");
        layout.cuda().ifPresent(cuda -> environment.putAll(cuda.gpus().environment(slot, false)));
        // Windows starts no program without it.
        if (System.getenv("SystemRoot") != null) {
            environment.put("SystemRoot", System.getenv("SystemRoot"));
        }
        return environment;
    }
}
