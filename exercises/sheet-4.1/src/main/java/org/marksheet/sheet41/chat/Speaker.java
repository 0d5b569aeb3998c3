package org.marksheet.sheet41.chat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.marksheet.lab.model.CausalModel;
import org.marksheet.lab.model.SpentCaches;
import org.marksheet.lab.pretrained.CausalModels;
import org.marksheet.lab.pretrained.Precision;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.SeededRandom;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.lab.text.Tokenizer;
import org.marksheet.sheet41.generation.Generation;
import org.marksheet.sheet41.generation.GenerationOptions;
import org.marksheet.sheet41.generation.Sampling;

/** A language model that answers, token by token, with somebody's generation. */
public final class Speaker implements AutoCloseable {
    private final Tokenizer tokenizer;
    private final CausalModel model;
    private final Generation generation;
    private final Sampling sampling;

    private Speaker(Tokenizer tokenizer, CausalModel model, Generation generation, Sampling sampling) {
        this.tokenizer = tokenizer;
        this.model = model;
        this.generation = generation;
        this.sampling = sampling;
    }

    /**
     * Reads a model and its tokenizer.
     *
     * @param folder a checkpoint in Hugging Face layout
     * @param precision of its weights
     * @param generation 4.1.2.f
     * @param sampling 4.1.2.a to e
     * @return the caller closes it
     * @throws org.marksheet.lab.checkpoint.BadCheckpointException if a file is missing, broken, or of another kind of model
     */
    public static Speaker load(Path folder, Precision precision, Generation generation, Sampling sampling) {
        Tokenizer tokenizer = Tokenizer.load(folder);
        try {
            return new Speaker(tokenizer, CausalModels.load(folder, precision), generation, sampling);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /**
     * Goes on with a text.
     *
     * @param text plain; the tokenizer puts its special tokens around it, if it has such
     * @param manner how
     * @param piece is told each piece of text as soon as it is certain
     * @param stop is asked after each token
     * @throws IllegalArgumentException if the text is empty or too long for the model
     */
    public Answer goOn(String text, Manner manner, Consumer<String> piece, BooleanSupplier stop) {
        return answer(tokenizer.encode(text), manner, piece, stop);
    }

    /**
     * Answers a conversation.
     *
     * @param rendered as the model's template writes it, with the special tokens
     * @param manner how
     * @param piece is told each piece of text as soon as it is certain
     * @param stop is asked after each token
     * @throws IllegalArgumentException if the text is too long for the model
     */
    public Answer answer(String rendered, Manner manner, Consumer<String> piece, BooleanSupplier stop) {
        return answer(tokenizer.encodeWithoutSpecialTokens(rendered), manner, piece, stop);
    }

    private Answer answer(long[] prompt, Manner manner, Consumer<String> piece, BooleanSupplier stop) {
        int room = model.config().positions() - prompt.length;
        if (room < 1) {
            throw new IllegalArgumentException("That makes " + prompt.length + " tokens with what was said before, but the model reads "
                    + model.config().positions() + " at most, its answer included.");
        }
        int most = Math.min(room, manner.maxNewTokens());
        GenerationOptions options = new GenerationOptions(most, 0, manner.temperature(), manner.topK(), manner.topP(),
                (int) tokenizer.eosId(), (int) tokenizer.padId());
        Response response = new Response(tokenizer.stream(), new EndTokens(tokenizer.endIds()), piece);
        try (NDManager manager = Torch.manager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            long[] all = Gradients.off(() -> generation
                    .generate(
                            new SpentCaches(model),
                            sampling,
                            List.of(prompt),
                            options,
                            drawn -> response.upTo(drawn.toLongArray()) || stop.getAsBoolean(),
                            new SeededRandom(manager, manner.seed()))
                    .toLongArray());
            // Somebody's generation may not have asked after every token.
            response.upTo(all);
        }
        Answer.Ending atMost = room < manner.maxNewTokens() ? Answer.Ending.FULL : Answer.Ending.LIMIT;
        return response.answer(response.tokens() < most ? Answer.Ending.INTERRUPTED : atMost);
    }

    @Override
    public void close() {
        model.close();
        tokenizer.close();
    }
}
