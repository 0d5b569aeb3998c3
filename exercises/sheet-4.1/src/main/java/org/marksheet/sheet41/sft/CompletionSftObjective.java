package org.marksheet.sheet41.sft;

import ai.djl.ndarray.NDArray;
import org.marksheet.lab.todo.OpenTodo;

/**
 * Exercise 4.1.1: your objective of supervised fine-tuning.
 *
 * <p>What each method must do stands in {@link SftObjective}. Write one method, then run {@code mvn test
 * -Dexercise=4.1.1}. Helper methods and fields of your own are welcome.
 */
public class CompletionSftObjective implements SftObjective {
    @Override
    public NDArray sftLabels(NDArray ids, NDArray promptLengths, NDArray attentionMask) {
        // TODO 4.1.1.a: which tokens are real, and which of those belong to the prompt? A running sum counts them.
        throw new OpenTodo("4.1.1.a");
    }

    @Override
    public NDArray sftLoss(NDArray logits, NDArray labels) {
        // TODO 4.1.1.b: bring logits and the labels that they predict side by side, then average what counts.
        throw new OpenTodo("4.1.1.b");
    }
}
