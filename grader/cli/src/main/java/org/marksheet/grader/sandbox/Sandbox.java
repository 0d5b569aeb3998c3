package org.marksheet.grader.sandbox;

import java.util.List;
import java.util.Map;

/** How a worker is started: what it may see, do and use up. */
public sealed interface Sandbox permits Bubblewrap, Unsandboxed {
    /** Returns the name that options and results use: {@code bwrap} or {@code none}. */
    String name();

    /**
     * Returns the command that starts a worker.
     *
     * @param layout the staged folders, and what to start
     * @param slot the worker's place, counted from 0; two workers that run at once have different slots
     * @param limits what the worker may use up
     * @return a program's path and its arguments, for a process with {@link #environment}
     */
    List<String> command(WorkerLayout layout, int slot, Limits limits);

    /**
     * Returns all the variables that {@link #command} must be started with.
     *
     * @param layout as there
     * @param slot as there
     */
    Map<String, String> environment(WorkerLayout layout, int slot);

    /**
     * Looks for the strongest sandbox of this machine, and tries it out.
     *
     * @param slots how many workers may run at once
     * @return a sandbox that a Java program was just started in
     * @throws NoSandboxException if there is none, with the reason and the next step
     */
    static Sandbox detect(int slots) throws NoSandboxException {
        return Bubblewrap.detect(slots, CacheFolder.ofThisUser(), ToolPath.ofThisProcess());
    }
}
