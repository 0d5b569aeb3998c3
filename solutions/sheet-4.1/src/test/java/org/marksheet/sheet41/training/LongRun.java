package org.marksheet.sheet41.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.marksheet.lab.model.gpt2.Gpt2;
import org.marksheet.lab.model.gpt2.Gpt2Config;
import org.marksheet.sheet41.generation.GenerationOptions;
import org.marksheet.sheet41.ppo.MiniBatchPpoUpdate;
import org.marksheet.sheet41.ppo.PpoOptions;

/** A run of many small updates that says every {@value #EVERY} of them what it holds; Linux only. */
final class LongRun {
    static final int EVERY = 50;
    static final int UPDATES = 500;

    private static final int VOCABULARY = 512;
    private static final int RESPONSES = 16;
    private static final int NEW_TOKENS = 4;

    private LongRun() {}

    /**
     * What the process holds.
     *
     * @param updates made so far
     * @param arrays that belong to the engine
     * @param residentKib VmRSS, in KiB
     */
    record Holding(int updates, int arrays, long residentKib) {
        static Holding parse(String line) {
            String[] words = line.split(" ");
            return new Holding(Integer.parseInt(words[1]), Integer.parseInt(words[2]), Long.parseLong(words[3]));
        }

        private static Holding now(int updates) {
            System.gc();
            return new Holding(updates, TrainerTest.managed(), resident());
        }

        private static long resident() {
            try {
                return Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private String line() {
            return "holding " + updates + " " + arrays + " " + residentKib;
        }
    }

    /** Returns the size of [b,T,V], all logits of an update, in KiB. */
    static long logitsKib() {
        return RESPONSES * NEW_TOKENS * VOCABULARY * Float.BYTES / 1024;
    }

    /** Makes the updates. */
    public static void main(String[] arguments) {
        TrainingSettings settings = new TrainingSettings(
                1,
                UPDATES,
                RESPONSES,
                new TrainingSettings.PromptLength(1, 3),
                new TrainingSettings.Optimizer(1e-3, 1),
                new PpoOptions(
                        // Never shorter, so that the first and the last updates need the same memory.
                        new GenerationOptions(NEW_TOKENS, NEW_TOKENS, 1, 0, 1, TrainerTest.EOS, TrainerTest.EOS),
                        .05f,
                        new PpoOptions.Discount(1, .95f),
                        new PpoOptions.Clip(.2f, .2f),
                        new PpoOptions.Weights(.1f, 0),
                        new PpoOptions.Passes(1, RESPONSES / 2)),
                new TrainingSettings.KlControl(false, 6, 1000));
        try (Gpt2 start = Gpt2.random(Gpt2Config.of(VOCABULARY, 12, 16, 1, 2, TrainerTest.EOS), 3);
                Trainer trainer = new Trainer(settings, TrainerTest.task(TrainerTest.SHARE, new MiniBatchPpoUpdate()), start)) {
            trainer.run(
                    (done, figures) -> {
                        if (done % EVERY == 0) {
                            System.out.println(Holding.now(done).line());
                        }
                    },
                    () -> true);
        }
    }
}
