package org.marksheet.sheet41.reward;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.marksheet.lab.model.TextClassifier;

/** Three ways to say how good a text is. */
public interface Rewards {
    /**
     * Returns the probability that each text is positive.
     *
     * <p>{@code softmax(logits)[:, 1]}, over the classes of each text; with the classifier's own tokens and
     * attention mask.
     *
     * @param texts B texts, at least one
     * @param classifier class 1 is the positive one
     * @return [B] float32 in [0, 1]
     */
    NDArray sentimentReward(List<String> texts, TextClassifier classifier);

    /**
     * Returns the share of a response's words that begin with a letter.
     *
     * <p>Words are maximal runs of Unicode letters; upper and lower case are the same.
     *
     * @param response any text
     * @param letter a letter, in either case
     * @return in [0, 1]; 0 if there is no word
     */
    double letterReward(String response, char letter);

    /**
     * Returns ROUGE-1, the F1 score of the overlap in words.
     *
     * <p>Words are maximal runs of Unicode letters or digits, in lower case. A word of the candidate counts as
     * matched at most as often as it occurs in the reference.
     *
     * @param candidate any text
     * @param reference any text
     * @return the harmonic mean of precision and recall, in [0, 1]; 0 if either text has no word
     * @see <a href="https://aclanthology.org/W04-1013">Lin 2004, section 2</a>, with F1
     */
    double rouge1(String candidate, String reference);
}
