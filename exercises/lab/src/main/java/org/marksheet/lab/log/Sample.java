package org.marksheet.lab.log;

import java.util.Objects;

/**
 * What a model made of a prompt before and after training.
 *
 * @param prompt the text that both continue
 * @param before the continuation by the model that training started from, without the prompt
 * @param after the continuation by the trained model, without the prompt
 * @param rewardBefore the reward model's score of prompt and {@code before}, in rewards
 * @param rewardAfter the reward model's score of prompt and {@code after}, in rewards
 */
public record Sample(String prompt, String before, String after, double rewardBefore, double rewardAfter) {
    /** Rejects a missing text. */
    public Sample {
        Objects.requireNonNull(prompt, "prompt");
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
    }
}
