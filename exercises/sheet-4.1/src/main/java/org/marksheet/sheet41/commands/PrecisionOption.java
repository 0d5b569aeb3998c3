package org.marksheet.sheet41.commands;

import org.marksheet.lab.pretrained.Precision;
import picocli.CommandLine.Option;

/** The option {@code --dtype} of the commands that use a language model and do not train it. */
final class PrecisionOption {
    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            defaultValue = "auto",
            description = "Of the model's weights: float32, float16, or auto: float16 on a GPU (default: ${DEFAULT-VALUE}).")
    private Precision precision;

    Precision precision() {
        return precision;
    }
}
