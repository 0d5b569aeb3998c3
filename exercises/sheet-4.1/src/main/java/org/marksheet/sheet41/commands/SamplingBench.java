package org.marksheet.sheet41.commands;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.marksheet.lab.model.SpentCaches;
import org.marksheet.lab.model.gpt2.Gpt2;
import org.marksheet.lab.model.gpt2.Gpt2Config;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.lab.tensor.SeededRandom;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.sheet41.generation.GenerationOptions;
import org.marksheet.sheet41.ppo.PpoParts;

/** Samples from random weights, batch after batch. */
final class SamplingBench {
    private final Model size;

    SamplingBench(Model size) {
        this.size = size;
    }

    /** What is sampled from, and how much. */
    enum Model {
        /** gpt2 as it is published. */
        GPT2(Gpt2Config.of(50_257, 1_024, 768, 12, 12, 50_256), 8, 32),
        /** The policy of the iteration. */
        TINY(BenchCommand.POLICY, BenchCommand.BATCH, BenchCommand.RESPONSE);

        final Gpt2Config config;
        final int batch;
        final int response;

        Model(Gpt2Config config, int batch, int response) {
            this.config = config;
            this.batch = batch;
            this.response = response;
        }
    }

    /** Measures batches. */
    void run(int batches, Laps laps) {
        // As training does.
        Torch.keepFreedMemory();
        SplittableRandom random = new SplittableRandom(1);
        PpoParts parts = Student.parts();
        GenerationOptions options = new GenerationOptions(size.response, size.response, 1, 0, 1, 0, 0);
        try (Gpt2 model = Gpt2.random(size.config, 0)) {
            for (int i = 0; i < batches; i++) {
                List<long[]> prompts = new ArrayList<>();
                for (int row = 0; row < size.batch; row++) {
                    prompts.add(random.longs(BenchCommand.PROMPT, 1, size.config.vocabulary()).toArray());
                }
                try (NDManager manager = Torch.manager();
                        NDScope scope = new NDScope()) {
                    scope.suppressNotUsedWarning();
                    RandomSource source = new SeededRandom(manager, i);
                    laps.time("generate", () -> Gradients.off(() -> parts.generation()
                            .generate(new SpentCaches(model), parts.sampling(), prompts, options, ids -> false, source)
                            .toLongArray()));
                }
            }
        }
    }
}
