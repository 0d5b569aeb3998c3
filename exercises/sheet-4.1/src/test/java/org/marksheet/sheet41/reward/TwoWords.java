package org.marksheet.sheet41.reward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.marksheet.lab.model.TextClassifier;
import org.marksheet.sheet41.selfcheck.Tensors;

/**
 * A classifier that knows the words good and bad.
 *
 * <p>Each token that is read adds to the logits of the classes 0, 1 and 2: good (-.5, 1, 0), bad (1.5, -1, 0), and
 * a pad, if it is read, (2, 0, 0). Class 1 is the positive one.
 *
 * @param given makes tensors
 * @param classes 2 or 3
 */
record TwoWords(Tensors given, int classes) implements TextClassifier {
    private static final long GOOD = 501;
    private static final long BAD = 502;
    private static final long PAD = 500;

    @Override
    public Tokens encode(List<String> texts) {
        int longest = texts.stream().mapToInt(text -> text.split(" ").length).max().orElse(0);
        long[] ids = new long[texts.size() * longest];
        long[] attentionMask = new long[ids.length];
        for (int row = 0; row < texts.size(); row++) {
            String[] words = texts.get(row).split(" ");
            for (int column = 0; column < longest; column++) {
                int i = row * longest + column;
                ids[i] = column >= words.length ? PAD : words[column].equals("good") ? GOOD : BAD;
                attentionMask[i] = column < words.length ? 1 : 0;
            }
        }
        Shape shape = new Shape(texts.size(), longest);
        return new Tokens(given.manager().create(ids, shape), given.manager().create(attentionMask, shape));
    }

    @Override
    public NDArray logits(NDArray ids, NDArray attentionMask) {
        long[] tokens = ids.toLongArray();
        long[] read = attentionMask.toLongArray();
        int rows = (int) ids.getShape().get(0);
        float[] logits = new float[rows * classes];
        for (int i = 0; i < tokens.length; i++) {
            int row = i / (tokens.length / rows);
            if (tokens[i] < PAD || tokens[i] > BAD) {
                throw new AssertionError("The classifier does not know the token id " + tokens[i]
                        + ": ids come from its own encode.");
            }
            if (read[i] == 1) {
                logits[row * classes] += tokens[i] == GOOD ? -.5f : tokens[i] == BAD ? 1.5f : 2;
                logits[row * classes + 1] += tokens[i] == GOOD ? 1 : tokens[i] == BAD ? -1 : 0;
            }
        }
        return given.manager().create(logits, new Shape(rows, classes));
    }
}
