package org.marksheet.sheet41.reward;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.marksheet.lab.model.TextClassifier;
import org.marksheet.lab.todo.OpenTodo;

/**
 * Exercise 4.1.5: your rewards.
 *
 * <p>What each method must do stands in {@link Rewards}. Write one method, then run {@code mvn test
 * -Dexercise=4.1.5}. Helper methods and fields of your own are welcome.
 */
public class TextRewards implements Rewards {
    @Override
    public NDArray sentimentReward(List<String> texts, TextClassifier classifier) {
        // TODO 4.1.5.a: let the classifier read the texts with its own tokens; turn logits into a probability.
        throw new OpenTodo("4.1.5.a");
    }

    @Override
    public double letterReward(String response, char letter) {
        // TODO 4.1.5.b: find the words first; what if there is none?
        throw new OpenTodo("4.1.5.b");
    }

    @Override
    public double rouge1(String candidate, String reference) {
        // TODO 4.1.5.c: count the words of both texts; how often may a repeated word match?
        throw new OpenTodo("4.1.5.c");
    }
}
