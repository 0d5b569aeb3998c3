package org.marksheet.lab.model.llama;

import java.nio.file.Path;
import org.marksheet.lab.checkpoint.Checkpoint;

/**
 * Reads a model as the fixtures' answers were computed: there the whole model had been rounded to BF16, the frequencies of its
 * positions among the rest. Published models are used with frequencies in float32, and so are ours.
 */
public final class RoundedLlama {
    private RoundedLlama() {}

    /** As {@link Llama#load}. */
    public static Llama load(Path folder) {
        Checkpoint checkpoint = Checkpoint.open(folder);
        LlamaConfig config = LlamaConfig.read(checkpoint.config());
        float[] frequencies = config.rotary().frequencies(config.heads().width());
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = toBf16(frequencies[i]);
        }
        return new Llama(config, checkpoint.parameters(config.shapes(), config::parameterOf), frequencies);
    }

    /** Keeps the upper half of the bits, rounded to the nearest; a tie goes to the even one. */
    private static float toBf16(float number) {
        int bits = Float.floatToIntBits(number);
        return Float.intBitsToFloat(bits + 0x7fff + (bits >>> 16 & 1) & 0xffff0000);
    }
}
