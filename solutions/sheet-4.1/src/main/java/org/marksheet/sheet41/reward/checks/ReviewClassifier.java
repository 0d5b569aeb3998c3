package org.marksheet.sheet41.reward.checks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.marksheet.grader.api.Draw;
import org.marksheet.grader.api.Scripted;
import org.marksheet.lab.model.TextClassifier;
import org.marksheet.lab.tensor.Torch;

/**
 * A classifier of a few words: each token that is read adds its weights to the logits, a pad as well.
 *
 * <p>Ids that it does not know are refused in words.
 */
final class ReviewClassifier implements TextClassifier, Scripted {
    /** The words that it knows; no two of them begin alike. */
    static final List<String> WORDS = List.of("awful", "brilliant", "cast", "dull", "ending", "fine", "great", "hardly");

    /** Ids are far from 0 and from the codes of letters, and pads are not 0. */
    private static final int FIRST_ID = 30_000;

    private static final int PAD = FIRST_ID - 7;
    private static final int UNKNOWN = FIRST_ID - 3;

    private final float[] bias;
    private final float[][] weights;
    private final float[] padWeights;

    /** Owns the latest tokens, which have crossed as values once the next question comes. */
    private NDManager latest;

    /**
     * Makes a classifier.
     *
     * @param bias the logits of a text without tokens, one for each class
     * @param weights for each word what it adds to each class
     * @param padWeights what a pad adds that is read
     */
    ReviewClassifier(float[] bias, float[][] weights, float[] padWeights) {
        this.bias = bias;
        this.weights = weights;
        this.padWeights = padWeights;
    }

    /** Draws a classifier whose classes pull in different directions; logits lie around {@code middle}. */
    static ReviewClassifier drawn(Draw draw, int classes, float middle) {
        float[] bias = new float[classes];
        float[] padWeights = new float[classes];
        for (int label = 0; label < classes; label++) {
            bias[label] = middle + draw.between(-.3f, .3f) + (label == 1 ? .5f : -.8f);
            padWeights[label] = label == 1 ? -1.5f : .7f;
        }
        float[][] weights = new float[WORDS.size()][];
        for (int word = 0; word < weights.length; word++) {
            weights[word] = draw.floats(classes, -.5f, .5f);
            weights[word][1] += word % 2 == 0 ? -.4f : .4f;
        }
        return new ReviewClassifier(bias, weights, padWeights);
    }

    @Override
    public Tokens encode(List<String> texts) {
        int longest = texts.stream().mapToInt(text -> words(text).size()).max().orElse(0);
        long[] ids = new long[texts.size() * longest];
        long[] attentionMask = new long[ids.length];
        for (int row = 0; row < texts.size(); row++) {
            List<String> words = words(texts.get(row));
            for (int column = 0; column < longest; column++) {
                boolean real = column < words.size();
                ids[row * longest + column] = real ? id(words.get(column)) : PAD;
                attentionMask[row * longest + column] = real ? 1 : 0;
            }
        }
        letGo();
        latest = Torch.manager();
        Shape shape = new Shape(texts.size(), longest);
        return new Tokens(latest.create(ids, shape), latest.create(attentionMask, shape));
    }

    @Override
    public NDArray logits(NDArray ids, NDArray attentionMask) {
        letGo();
        Shape shape = ids.getShape();
        if (shape.dimension() != 2 || !shape.equals(attentionMask.getShape())) {
            throw new IllegalArgumentException("The classifier was given ids of shape " + shape
                    + " and an attention mask of shape " + attentionMask.getShape() + "; both must be [B,t].");
        }
        long[] tokens = ids.toType(DataType.INT64, true).toLongArray();
        long[] read = attentionMask.toType(DataType.INT64, true).toLongArray();
        int rows = (int) shape.get(0);
        int columns = (int) shape.get(1);
        float[] logits = new float[rows * bias.length];
        for (int row = 0; row < rows; row++) {
            for (int label = 0; label < bias.length; label++) {
                float sum = bias[label];
                for (int place = row * columns; place < (row + 1) * columns; place++) {
                    float added = weightsOf(tokens[place])[label];
                    sum += read[place] == 0 ? 0 : added;
                }
                logits[row * bias.length + label] = sum;
            }
        }
        return ids.getManager().create(logits, new Shape(rows, bias.length));
    }

    /** Works out the logits of a text, without tokens and tensors. */
    double[] logitsOf(String text) {
        double[] logits = new double[bias.length];
        for (int label = 0; label < logits.length; label++) {
            logits[label] = bias[label];
            for (String word : words(text)) {
                logits[label] += weightsOf(id(word))[label];
            }
        }
        return logits;
    }

    @Override
    public Object fresh() {
        return new ReviewClassifier(bias, weights, padWeights);
    }

    private void letGo() {
        if (latest != null) {
            latest.close();
            latest = null;
        }
    }

    private float[] weightsOf(long id) {
        if (id == PAD) {
            return padWeights;
        } else if (id == UNKNOWN) {
            return new float[bias.length];
        } else if (id < FIRST_ID || id >= FIRST_ID + weights.length) {
            throw new IllegalArgumentException("The classifier was given the token id " + id + ", which is not in its"
                    + " vocabulary. Ids must come from its own encode(texts), not from another tokenizer.");
        }
        return weights[(int) id - FIRST_ID];
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>(List.of(text.split(" ")));
        words.removeIf(String::isEmpty);
        return words;
    }

    private static int id(String word) {
        int place = WORDS.indexOf(word);
        return place < 0 ? UNKNOWN : FIRST_ID + place;
    }
}
