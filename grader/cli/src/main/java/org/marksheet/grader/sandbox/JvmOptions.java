package org.marksheet.grader.sandbox;

import java.util.ArrayList;
import java.util.List;
import org.marksheet.grader.sandbox.WorkerLayout.Archive;

/** The options that a worker's Java runs with, inside and outside a sandbox. */
final class JvmOptions {
    private JvmOptions() {}

    /**
     * Returns the options.
     *
     * @param limits the heap comes from here
     * @param archive the class archive
     * @param archiveFolder its folder, as the worker sees it
     * @param libraries the folder with libtorch, as the worker sees it
     */
    static List<String> of(Limits limits, Archive archive, String archiveFolder, String libraries) {
        List<String> options = new ArrayList<>();
        String file = archiveFolder + "/" + Archive.FILE;
        switch (archive.use()) {
            case NONE -> { }
            case LOAD, LIST -> options.add("-XX:SharedArchiveFile=" + file);
            case WRITE -> options.add("-XX:ArchiveClassesAtExit=" + file);
        }
        options.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx" + limits.heapMib() + "m",
                // Room enough that no collection falls into a call that wants gradients; see lab's QuietHeap.
                "-Xmn" + limits.heapMib() / 2 + "m",
                // What Java reserves beside the heap counts as address space, too.
                "-XX:CompressedClassSpaceSize=64m",
                "-XX:ReservedCodeCacheSize=48m",
                "-XX:-UsePerfData",
                "-XX:+DisableAttachMechanism",
                // Standard output belongs to the frames alone.
                "-XX:+DisplayVMOutputToStderr",
                "-XX:-CreateCoredumpOnCrash",
                "-Xlog:disable",
                "-Xlog:all=error:stderr"));
        if (archive.use() == Archive.Use.LIST) {
            options.add("-Xlog:class+load=info:stdout");
        }
        options.addAll(List.of(
                "-Dfile.encoding=UTF-8",
                "-Djna.nounpack=true",
                "-Djna.nosys=true",
                // The extracted libraries as they lie: no jar to read, nothing to unpack, no look for a GPU.
                "-DPYTORCH_LIBRARY_PATH=" + libraries,
                "-DPYTORCH_FLAVOR=cpu",
                "-DDJL_CACHE_DIR=" + libraries,
                "-Dai.djl.pytorch.num_threads=1",
                "-Dai.djl.offline=true",
                "-DOPT_OUT_TRACKING=true"));
        return options;
    }
}
