package org.marksheet.grader.sandbox;

import java.util.ArrayList;
import java.util.List;
import org.marksheet.grader.sandbox.WorkerLayout.Archive;
import org.marksheet.lab.tensor.Torch;

/** The options that a worker's Java runs with, inside and outside a sandbox. */
final class JvmOptions {
    private JvmOptions() {}

    /**
     * Where DJL finds its libraries, all as the worker sees them.
     *
     * @param torch the folder with libtorch
     * @param binding the folder in which DJL looks for its own
     * @param flavor {@code cpu}, or what DJL calls the build for GPUs
     */
    record Natives(String torch, String binding, String flavor) {
        /** Returns those of the processor, which are in one folder. */
        static Natives onCpu(String folder) {
            return new Natives(folder, folder, "cpu");
        }
    }

    /**
     * Returns the options.
     *
     * @param limits the heap comes from here
     * @param archive the class archive
     * @param archiveFolder its folder, as the worker sees it
     * @param natives the libraries
     */
    static List<String> of(Limits limits, Archive archive, String archiveFolder, Natives natives) {
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
                "-DPYTORCH_LIBRARY_PATH=" + natives.torch(),
                "-DPYTORCH_FLAVOR=" + natives.flavor(),
                "-DDJL_CACHE_DIR=" + natives.binding(),
                "-Dai.djl.pytorch.num_threads=1",
                "-Dai.djl.offline=true",
                "-DOPT_OUT_TRACKING=true"));
        if (natives.flavor().startsWith("cu")) {
            // Not counted by DJL, which needs what is switched off above, but by libtorch itself.
            options.add("-D" + Torch.DEVICE + "=gpu");
        }
        return options;
    }
}
