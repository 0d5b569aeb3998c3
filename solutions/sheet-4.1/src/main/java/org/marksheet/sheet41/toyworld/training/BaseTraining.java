package org.marksheet.sheet41.toyworld.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.marksheet.lab.model.gpt2.Gpt2;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.lab.text.Tokenizer;
import org.marksheet.sheet41.sft.SftObjective;

/** Trains a language model on reviews, and on some facts about the words of instructions. */
final class BaseTraining {
    private static final double SHARE_OF_FACTS = .15;

    /** Many at once, because a call of the tokenizer costs more than a text does. */
    private static final int ENCODED_AT_ONCE = 256;

    private final Sources sources;
    private final Tokenizer tokenizer;
    private final SftObjective objective;
    private final SplittableRandom random;
    private final Deque<long[]> texts = new ArrayDeque<>();

    BaseTraining(Sources sources, Tokenizer tokenizer, SftObjective objective) {
        this.sources = sources;
        this.tokenizer = tokenizer;
        this.objective = objective;
        this.random = sources.random(Sources.Use.LANGUAGE);
    }

    /**
     * Trains on text after text, each followed by the end of text.
     *
     * @param model is changed
     * @param plan a row of a batch is as long as the model can read
     * @param progress told after each step
     */
    void run(Gpt2 model, Plan plan, Progress progress) {
        int length = model.config().positions();
        Descent.run(model.parameters(), plan, step -> {
            NDManager manager = Torch.scopeManager();
            NDArray ids = manager.create(rows(plan.batch(), length), new Shape(plan.batch(), length)); // [B,T]
            NDArray mask = ids.onesLike();
            // Nothing is a prompt: every token but the first is to be predicted.
            return objective.sftLoss(model.logits(ids, mask), ids);
        }, progress);
    }

    private long[] rows(int rows, int length) {
        long[] ids = new long[rows * length];
        for (int row = 0; row < rows; row++) {
            int at = 0;
            // Half of the rows begin as a generation without a prompt does.
            if (random.nextBoolean()) {
                ids[row * length + at++] = tokenizer.eosId();
            }
            while (at < length) {
                long[] text = nextText();
                int fits = Math.min(text.length, length - at);
                System.arraycopy(text, 0, ids, row * length + at, fits);
                at += fits;
                if (at < length) {
                    ids[row * length + at++] = tokenizer.eosId();
                }
            }
        }
        return ids;
    }

    private long[] nextText() {
        if (texts.isEmpty()) {
            texts.addAll(tokenizer.encode(Stream.generate(this::text).limit(ENCODED_AT_ONCE).toList()));
        }
        return texts.remove();
    }

    private String text() {
        return random.nextDouble() < SHARE_OF_FACTS ? sources.instructions().drawFact(random)
                : sources.reviews().draw(random).text();
    }
}
