package org.marksheet.lab.tensor;

/** A GPU is asked for, and the engine has none: nobody's code is at fault. */
public final class NoGpuException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private NoGpuException(String message) {
        super(message);
    }

    /** The engine computes on the processor only. */
    static NoGpuException atAll() {
        String version = Torch.engine().getVersion();
        return new NoGpuException("There is no GPU to compute on: libtorch " + version + " is loaded"
                + (Torch.wantsCuda() ? " with CUDA, but sees none; does nvidia-smi?" : " in its build for CPUs.")
                + "\nA GPU needs an NVIDIA driver and libtorch " + version + " for CUDA 12.8, which Maven Central does not hold."
                + "\nFrom Python's packages:  pip install torch==" + version + " --index-url https://download.pytorch.org/whl/cu128"
                + "\nThen set:  PYTORCH_LIBRARY_PATH=.../site-packages/torch/lib  PYTORCH_VERSION=" + version
                + "  PYTORCH_FLAVOR=" + Torch.CUDA_FLAVOR
                + "\nOr go on without one:  --device cpu");
    }

    /** There are some, but not this one. */
    static NoGpuException ofThatNumber(int number, int gpus) {
        return new NoGpuException("There is no GPU " + number + ": " + (gpus == 1
                ? "the only one that can be counted here is gpu:0."
                : "there are gpu:0 to gpu:" + (gpus - 1) + "."));
    }
}
