package org.marksheet.sheet41.reward.mistakes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.marksheet.grader.api.Mistake;
import org.marksheet.lab.model.TextClassifier;
import org.marksheet.lab.model.TextClassifier.Tokens;
import org.marksheet.sheet41.reward.TextRewards;

/** What goes wrong in 4.1.5.a. */
public final class SentimentRewardMistakes {
    private SentimentRewardMistakes() {}

    /** The right reward in steps, of which a mistake replaces one. */
    abstract static class Stepped extends TextRewards {
        @Override
        public NDArray sentimentReward(List<String> texts, TextClassifier classifier) {
            Tokens tokens = encoded(texts, classifier);
            return reward(classifier.logits(tokens.ids(), attentionMask(tokens)));
        }

        Tokens encoded(List<String> texts, TextClassifier classifier) {
            return classifier.encode(texts);
        }

        NDArray attentionMask(Tokens tokens) {
            return tokens.attentionMask();
        }

        NDArray reward(NDArray logits) {
            return logits.softmax(-1).get(":, 1");
        }
    }

    /** The probability of the negative class. */
    @Mistake(value = "class-0", todo = "4.1.5.a")
    public static class Class0 extends Stepped {
        @Override
        NDArray reward(NDArray logits) {
            return logits.softmax(-1).get(":, 0");
        }
    }

    /** The sigmoid of one logit. */
    @Mistake(value = "sigmoid", todo = "4.1.5.a")
    public static class Sigmoid extends Stepped {
        @Override
        NDArray reward(NDArray logits) {
            return logits.get(":, 1").neg().exp().add(1).pow(-1);
        }
    }

    /** The logit itself. */
    @Mistake(value = "raw-logit", todo = "4.1.5.a")
    public static class RawLogit extends Stepped {
        @Override
        NDArray reward(NDArray logits) {
            return logits.get(":, 1");
        }
    }

    /** The logarithm of the probability. */
    @Mistake(value = "log-probability", todo = "4.1.5.a")
    public static class LogProbability extends Stepped {
        @Override
        NDArray reward(NDArray logits) {
            return logits.logSoftmax(-1).get(":, 1");
        }
    }

    /** 1 where the positive class is the likeliest one, else 0. */
    @Mistake(value = "hard-label", todo = "4.1.5.a")
    public static class HardLabel extends Stepped {
        @Override
        NDArray reward(NDArray logits) {
            return logits.argMax(1).eq(1).toType(DataType.FLOAT32, false);
        }
    }

    /** Normalised over the texts. */
    @Mistake(value = "softmax-over-the-batch", todo = "4.1.5.a")
    public static class SoftmaxOverTheBatch extends Stepped {
        @Override
        NDArray reward(NDArray logits) {
            return logits.softmax(0).get(":, 1");
        }
    }

    /** Class 1 against class 0, whatever other classes there are. */
    @Mistake(value = "two-classes-only", todo = "4.1.5.a")
    public static class TwoClassesOnly extends Stepped {
        @Override
        NDArray reward(NDArray logits) {
            return logits.get(":, 0:2").softmax(-1).get(":, 1");
        }
    }

    /** Exponentials of logits as they are. */
    @Mistake(value = "softmax-overflows", todo = "4.1.5.a")
    public static class SoftmaxOverflows extends Stepped {
        @Override
        NDArray reward(NDArray logits) {
            NDArray powers = logits.exp();
            return powers.get(":, 1").div(powers.sum(new int[] {1}));
        }
    }

    /** A column instead of a vector. */
    @Mistake(value = "column", todo = "4.1.5.a")
    public static class Column extends Stepped {
        @Override
        NDArray reward(NDArray logits) {
            return logits.softmax(-1).get(":, 1:2");
        }
    }

    /** A number instead of a vector if there is one text. */
    @Mistake(value = "squeezed", todo = "4.1.5.a")
    public static class Squeezed extends Stepped {
        @Override
        NDArray reward(NDArray logits) {
            return super.reward(logits).squeeze();
        }
    }

    /** One reward for the whole batch. */
    @Mistake(value = "mean-over-the-batch", todo = "4.1.5.a")
    public static class MeanOverTheBatch extends Stepped {
        @Override
        NDArray reward(NDArray logits) {
            return super.reward(logits).mean();
        }
    }

    /** Pads are read like words. */
    @Mistake(value = "no-attention-mask", todo = "4.1.5.a")
    public static class NoAttentionMask extends Stepped {
        @Override
        NDArray attentionMask(Tokens tokens) {
            return tokens.attentionMask().onesLike();
        }
    }

    /** Ids that the classifier never learnt. */
    @Mistake(value = "wrong-tokenizer", todo = "4.1.5.a")
    public static class WrongTokenizer extends Stepped {
        @Override
        Tokens encoded(List<String> texts, TextClassifier classifier) {
            NDManager manager = classifier.encode(texts).ids().getManager();
            int longest = texts.stream().mapToInt(String::length).max().orElse(0);
            long[] ids = new long[texts.size() * longest];
            long[] real = new long[ids.length];
            for (int i = 0; i < ids.length; i++) {
                String text = texts.get(i / longest);
                real[i] = i % longest < text.length() ? 1 : 0;
                ids[i] = real[i] == 1 ? text.charAt(i % longest) : 0;
            }
            Shape shape = new Shape(texts.size(), longest);
            return new Tokens(manager.create(ids, shape), manager.create(real, shape));
        }
    }
}
