package org.marksheet.sheet41.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.marksheet.lab.text.Tokenizer;

/**
 * Beginnings of texts.
 *
 * @param texts as tokens
 */
public record Prompts(List<long[]> texts) {
    /** Copies the list and drops texts without a token. */
    public Prompts {
        texts = texts.stream().filter(text -> text.length > 0).toList();
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("There is no text to take a prompt from.");
        }
    }

    /**
     * Returns the prompts that texts begin with.
     *
     * @param texts whole texts, one a line
     * @param tokenizer of the policy
     */
    public static Prompts of(List<String> texts, Tokenizer tokenizer) {
        return new Prompts(tokenizer.encode(texts.stream().filter(text -> !text.isBlank()).toList()));
    }

    /**
     * Draws prompts.
     *
     * @param count how many
     * @param length of each
     * @param seed the same seed draws the same
     */
    public List<long[]> batch(int count, TrainingSettings.PromptLength length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<long[]> batch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long[] text = texts.get(random.nextInt(texts.size()));
            int tokens = random.nextInt(length.least(), length.most() + 1);
            batch.add(Arrays.copyOf(text, Math.min(text.length, tokens)));
        }
        return batch;
    }
}
