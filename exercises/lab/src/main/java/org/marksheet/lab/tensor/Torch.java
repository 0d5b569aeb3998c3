package org.marksheet.lab.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Utils;

/**
 * Starts DJL's PyTorch engine: without telemetry, without a look at the network, in float32, on one device for all.
 *
 * <p>Ask this class for a manager instead of {@link NDManager#newBaseManager()}: the settings must
 * stand before the first class of DJL is touched.
 */
public final class Torch {
    /** The system property that names the device of this process, as {@link DeviceChoice} reads it; without it, the processor. */
    public static final String DEVICE = "marksheet.device";

    /** What DJL calls the build for GPUs that its own library fits. */
    public static final String CUDA_FLAVOR = "cu128";

    /** In floats: a little less than 32 MiB. */
    private static final long LARGEST_LEARNT = 31L << 18;

    static {
        System.setProperty("OPT_OUT_TRACKING", "true");
        if (System.getProperty("ai.djl.offline") == null) {
            System.setProperty("ai.djl.offline", "true");
        }
    }

    private Torch() {}

    /** Returns the engine. */
    public static Engine engine() {
        return Engine.getEngine("PyTorch");
    }

    /**
     * Decides on what this process computes; models and tensors made before stay where they are.
     *
     * @param choice the processor or a GPU
     * @throws NoGpuException if a GPU is wanted and there is none, with what to do about it
     */
    public static void use(DeviceChoice choice) {
        Device device = choice.kind() == DeviceChoice.Kind.CPU ? Device.cpu() : choice.among(gpuCount());
        System.setProperty(DEVICE, device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu");
    }

    /**
     * Returns the one device that all managers of this class make their tensors on.
     *
     * @throws NoGpuException if {@link #DEVICE} asks for a GPU and there is none
     */
    public static Device device() {
        String chosen = System.getProperty(DEVICE);
        return chosen == null || chosen.equals("cpu") ? Device.cpu() : DeviceChoice.parse(chosen).among(gpuCount());
    }

    /** Returns a new top-level manager of {@link #device()}; the caller closes it, and with it every array in it. */
    public static NDManager manager() {
        return engine().newBaseManager(device());
    }

    /**
     * Returns the manager for tensors that a method creates out of nothing; do not close it.
     *
     * <p>The caller of your method wraps it in an {@link ai.djl.ndarray.NDScope}, which closes them afterwards.
     */
    public static NDManager scopeManager() {
        try (NDManager child = manager()) {
            NDManager parent = child.getParentManager();
            return parent.getDevice().equals(child.getDevice()) ? parent : Elsewhere.MANAGER;
        }
    }

    /**
     * Sets the seed of the engine's one generator of random numbers.
     *
     * @param seed the same seed and number of threads give the same numbers
     */
    public static void seed(int seed) {
        engine().setRandomSeed(seed);
    }

    /**
     * Lets the process keep memory that it frees, for work that needs the same amounts again and again.
     *
     * <p>glibc gives large blocks back to the system at once, and gets them back page by page. Once it has seen a block of some size
     * go, it keeps blocks of that size and twice as much free memory: so it is shown one, up to the largest size that it learns from.
     *
     * @see <a href="https://man7.org/linux/man-pages/man3/mallopt.3.html">mallopt, M_MMAP_THRESHOLD</a>
     */
    public static void keepFreedMemory() {
        try (NDManager manager = engine().newBaseManager(Device.cpu())) {
            manager.create(new Shape(LARGEST_LEARNT));
        }
    }

    /** Returns how many threads one operation may use. */
    public static int threads() {
        engine();
        return JniUtils.getNumThreads();
    }

    /** Returns how many GPUs the engine can compute on, as far as it can count; none with a build for CPUs. */
    static int gpuCount() {
        // DJL counts with a library of its own, which may be missing where libtorch brings all of CUDA along.
        return engine().hasCapability("CUDA") ? Math.max(1, engine().getGpuCount()) : 0;
    }

    /** Returns whether a build for GPUs was asked for. */
    static boolean wantsCuda() {
        String flavor = Utils.getEnvOrSystemProperty("PYTORCH_FLAVOR");
        return flavor != null && flavor.startsWith("cu");
    }

    /** The lasting manager of a device that the engine does not take for its default. */
    private static final class Elsewhere {
        static final NDManager MANAGER = manager();
    }
}
