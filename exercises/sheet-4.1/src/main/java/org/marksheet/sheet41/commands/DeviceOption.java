package org.marksheet.sheet41.commands;

import org.marksheet.lab.tensor.DeviceChoice;
import org.marksheet.lab.tensor.Torch;
import picocli.CommandLine.Option;

/** The option {@code --device} of the commands that compute. */
final class DeviceOption {
    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "cpu",
            description = "cpu, gpu, gpu:N, or auto: a GPU if there is one (default: ${DEFAULT-VALUE}).")
    private String device;

    /** Makes it the device of all models and tensors; to be called before the first of them, and after the number of threads is set. */
    void use() {
        Torch.use(DeviceChoice.parse(device));
    }
}
