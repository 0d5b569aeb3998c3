package org.marksheet.lab.tensor;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Starts DJL's PyTorch engine: without telemetry, without a look at the network, in float32.
 *
 * <p>Ask this class for a manager instead of {@link NDManager#newBaseManager()}: the settings must
 * stand before the first class of DJL is touched.
 */
public final class Torch {
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

    /** Returns a new top-level manager; the caller closes it, and with it every array in it. */
    public static NDManager manager() {
        return engine().newBaseManager();
    }

    /**
     * Returns the manager for tensors that a method creates out of nothing; do not close it.
     *
     * <p>The caller of your method wraps it in an {@link ai.djl.ndarray.NDScope}, which closes them afterwards.
     */
    public static NDManager scopeManager() {
        try (NDManager child = manager()) {
            return child.getParentManager();
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

    /** Returns how many threads one operation may use. */
    public static int threads() {
        engine();
        return JniUtils.getNumThreads();
    }
}
