package org.marksheet.sheet41.commands;

import org.marksheet.sheet41.chat.Manner;
import picocli.CommandLine.Option;

/** How an answer is written, as options. */
final class DecodingOptions {
    @Option(names = "--max-new-tokens", paramLabel = "N", defaultValue = "256", description = "Of an answer (default: ${DEFAULT-VALUE}).")
    private int maxNewTokens;

    @Option(
            names = "--temperature",
            paramLabel = "X",
            defaultValue = "0",
            description = "0 is greedy: the likeliest token each time (default: ${DEFAULT-VALUE}).")
    private float temperature;

    @Option(names = "--top-k", paramLabel = "N", defaultValue = "0", description = "0 is off (default: ${DEFAULT-VALUE}).")
    private int topK;

    @Option(names = "--top-p", paramLabel = "X", defaultValue = "1", description = "1 is off (default: ${DEFAULT-VALUE}).")
    private float topP;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    Manner manner() {
        return new Manner(maxNewTokens, temperature, topK, topP, seed);
    }
}
