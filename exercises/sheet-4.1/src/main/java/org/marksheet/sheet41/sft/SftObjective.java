package org.marksheet.sheet41.sft;

import ai.djl.ndarray.NDArray;
import org.marksheet.lab.tensor.Differentiable;

/**
 * The objective of supervised fine-tuning: to say, after a prompt, what the completion says.
 *
 * <p>Inputs belong to the caller and are not modified.
 */
public interface SftObjective {
    /** The label of a token that nothing is learnt from. */
    long IGNORED = -100;

    /**
     * Returns what each place of a batch teaches: the token that stands there, or {@link #IGNORED}.
     *
     * <p>{@code labels[b,s] = ids[b,s]} on the completion, {@code IGNORED} on prompt and padding. The prompt is the
     * first {@code promptLengths[b]} real tokens of a row, on whichever side it is padded. Only {@code attentionMask}
     * says what padding is: the end-of-sequence token of a completion is learnt, also when padding has the same id.
     *
     * @param ids [B,S] int64: prompt and completion, padded on either side
     * @param promptLengths [B] int64: real tokens of each prompt, at least 0; a prompt that fills its row leaves
     *     nothing to learn
     * @param attentionMask [B,S] int64, 1 on real tokens and 0 on padding
     * @return [B,S] int64, not shifted: the shift belongs to {@link #sftLoss}
     * @throws IllegalArgumentException if attentionMask has another shape than ids, or promptLengths is not one for
     *     each row (names both shapes)
     */
    NDArray sftLabels(NDArray ids, NDArray promptLengths, NDArray attentionMask);

    /**
     * Returns the mean negative log-likelihood of the labels, to be minimised.
     *
     * <p>{@code -sum(logSoftmax(logits[b,s])[labels[b,s+1]]) / count} over all {@code s < S-1} of the batch whose
     * {@code labels[b,s+1]} is not {@link #IGNORED}: logits at a place predict the token after it.
     *
     * @param logits [B,S,V] float32, not normalised; where they predict no label they may be NaN or infinite and have
     *     no effect, on values and on gradients; the gradient flows through this
     * @param labels [B,S] int64, as {@link #sftLabels} gives them
     * @return a scalar float32, nats a token; 0 when there is nothing to learn, as in rows of one token
     * @throws IllegalArgumentException if the first two dimensions of logits differ from the labels' shape (names
     *     both)
     * @see <a href="https://arxiv.org/abs/2203.02155">Ouyang et al. 2022, section 3.5</a>; that the prompt is left out
     *     and the mean is taken over all tokens of the batch is the sheet's choice
     */
    NDArray sftLoss(@Differentiable NDArray logits, NDArray labels);
}
