package org.marksheet.sheet41.toyworld.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.marksheet.lab.model.gpt2.Gpt2;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.lab.text.TokenBatch;
import org.marksheet.lab.text.Tokenizer;
import org.marksheet.sheet41.sft.SftObjective;
import org.marksheet.sheet41.toyworld.Review;
import org.marksheet.sheet41.toyworld.Reviews;

/**
 * How well a language model predicts reviews. The end of a review counts as a word.
 *
 * @param crossEntropy of the model, in nats a word
 * @param entropy of the grammar on the same reviews, in nats a word: no model is below it for long
 * @param tokensPerWord of the model's tokenizer
 */
record LanguageQuality(double crossEntropy, double entropy, double tokensPerWord) {
    private static final int BATCH = 100;

    static LanguageQuality of(Gpt2 model, Tokenizer tokenizer, SftObjective objective, Reviews reviews, List<Review> test) {
        double nats = 0;
        long tokens = 0;
        long words = 0;
        double grammar = 0;
        for (int from = 0; from < test.size(); from += BATCH) {
            List<Review> batch = test.subList(from, Math.min(test.size(), from + BATCH));
            List<long[]> rows = batch.stream().map(review -> framed(tokenizer, review.text())).toList();
            long predicted = rows.stream().mapToLong(row -> row.length - 1).sum();
            nats += predicted * meanLoss(model, objective, rows, tokenizer.padId());
            tokens += predicted;
            for (Review review : batch) {
                words += Reviews.length(review.text()) + 1;
                grammar -= reviews.logProbability(review.text());
            }
        }
        return new LanguageQuality(nats / words, grammar / words, (double) tokens / words);
    }

    double perplexity() {
        return Math.exp(crossEntropy);
    }

    double bestPerplexity() {
        return Math.exp(entropy);
    }

    /** The end of text stands before and behind, as in training. */
    private static long[] framed(Tokenizer tokenizer, String text) {
        long[] ids = tokenizer.encode(text);
        long[] framed = new long[ids.length + 2];
        framed[0] = tokenizer.eosId();
        System.arraycopy(ids, 0, framed, 1, ids.length);
        framed[ids.length + 1] = tokenizer.eosId();
        return framed;
    }

    private static double meanLoss(Gpt2 model, SftObjective objective, List<long[]> rows, long padId) {
        return Gradients.off(() -> {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                NDManager manager = Torch.scopeManager();
                TokenBatch batch = TokenBatch.paddedRight(rows, padId, manager);
                NDArray noPrompt = manager.zeros(batch.ids().getShape().slice(0, 1), DataType.INT64);
                NDArray labels = objective.sftLabels(batch.ids(), noPrompt, batch.attentionMask());
                return (double) objective.sftLoss(model.logits(batch.ids(), batch.attentionMask()), labels).getFloat();
            }
        });
    }
}
