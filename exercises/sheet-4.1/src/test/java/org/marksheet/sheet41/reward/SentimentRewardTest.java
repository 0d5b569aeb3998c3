package org.marksheet.sheet41.reward;

import static org.marksheet.sheet41.selfcheck.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.marksheet.sheet41.selfcheck.SelfCheck;
import org.marksheet.sheet41.selfcheck.Tensors;
import org.opentest4j.AssertionFailedError;

/** Self-checks of TODO 4.1.5.a, with a classifier of two words. */
class SentimentRewardTest {
    @SelfCheck(
            value = "4.1.5.a",
            hint = "softmax over the classes of each text (the last dimension), then class 1. It is not the sigmoid of one"
                    + " logit.")
    void theProbabilityOfThePositiveClass(Rewards rewards, Tensors given) {
        NDArray reward = rewards.sentimentReward(List.of("good", "bad"), new TwoWords(given, 2));
        // Logits (-.5, 1) and (1.5, -1): 1/(1 + e^-1.5), 1/(1 + e^2.5)
        assertThatTensor(reward).as("The rewards of \"good\" and \"bad\"").is(.81757, .07586);
    }

    @SelfCheck(
            value = "4.1.5.a",
            hint = "Texts of different lengths are padded; hand the attention mask of encode to logits, so that pads are"
                    + " not read.")
    void padsAreNotRead(Rewards rewards, Tensors given) {
        NDArray reward = rewards.sentimentReward(List.of("good", "good bad good good"), new TwoWords(given, 2));
        // Logits (-.5, 1) and (0, 2)
        assertThatTensor(reward).as("The rewards of a text of one token and one of four").is(.81757, .8808);
    }

    @SelfCheck(value = "4.1.5.a", hint = "All classes are in the softmax, not only two of them.")
    void thereMayBeThreeClasses(Rewards rewards, Tensors given) {
        NDArray reward = rewards.sentimentReward(List.of("good", "bad"), new TwoWords(given, 3));
        // e / (e^-.5 + e + 1), e^-1 / (e^1.5 + e^-1 + 1)
        assertThatTensor(reward).as("The rewards with three classes").is(.62853, .06290);
    }

    @SelfCheck(value = "4.1.5.a", hint = "The result is a vector with a number for each text, also if there is one text.")
    void oneTextGivesOneNumber(Rewards rewards, Tensors given) {
        NDArray reward = rewards.sentimentReward(List.of("good"), new TwoWords(given, 2));
        assertThatTensor(reward).as("The reward of a single text").is(.81757);
        if (!reward.getShape().equals(new Shape(1))) {
            throw new AssertionFailedError("The shape is " + reward.getShape() + " instead of (1).");
        }
    }
}
