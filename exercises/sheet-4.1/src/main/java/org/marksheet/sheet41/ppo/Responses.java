package org.marksheet.sheet41.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.marksheet.lab.text.TokenBatch;
import org.marksheet.sheet41.generation.GenerationOptions;

/**
 * Prompts with their responses, as a model reads them.
 *
 * @param ids [B,P+T] int64: prompts padded on the left, then responses
 * @param attentionMask [B,P+T] int64, 1 on the tokens of prompts and responses, 0 on padding
 * @param responseIds [B,T] int64: the responses alone, padded on the right
 * @param responseMask [B,T] bool, true on response tokens, the end-of-sequence token included
 */
public record Responses(NDArray ids, NDArray attentionMask, NDArray responseIds, NDArray responseMask) {
    /**
     * Puts prompts and responses side by side.
     *
     * @param prompts B prompts without padding
     * @param responseIds [B,T] int64 as {@code Generation.generate} gives them
     * @param options say which token ends a response and which one pads
     * @throws IllegalArgumentException if the responses are null, of another type, or not one for each prompt
     */
    public static Responses of(List<long[]> prompts, NDArray responseIds, GenerationOptions options) {
        check(responseIds, prompts.size());
        NDManager manager = responseIds.getManager();
        TokenBatch padded = TokenBatch.paddedLeft(prompts, options.padId(), manager);
        NDArray mask = maskUpToTheEnd(responseIds, options.eosId());
        NDArray real = mask.toType(DataType.INT64, false);
        return new Responses(
                padded.ids().concat(responseIds, 1), padded.attentionMask().concat(real, 1), responseIds, mask);
    }

    /**
     * Checks what {@code Generation.generate} gave, before it fails somewhere else.
     *
     * @throws IllegalArgumentException if it is null, of another type, or not a row for each prompt
     */
    public static void check(NDArray responseIds, int prompts) {
        Shape shape = responseIds == null ? null : responseIds.getShape();
        if (shape == null
                || shape.dimension() != 2
                || shape.get(0) != prompts
                || responseIds.getDataType() != DataType.INT64) {
            throw new IllegalArgumentException("generate returned " + (shape == null ? "null" : responseIds.getDataType() + " " + shape)
                    + " for " + prompts + " prompts; it must be int64, with a row for each. See: mvn -q test -Dexercise=4.1.2.f");
        }
    }

    /**
     * Returns some rows of it.
     *
     * @param rows [n] int64
     */
    public Responses rows(NDArray rows) {
        return new Responses(ids.get(rows), attentionMask.get(rows), responseIds.get(rows), responseMask.get(rows));
    }

    /** Returns P, how many columns the prompts take up. */
    public int start() {
        return Math.toIntExact(ids.getShape().get(1) - responseIds.getShape().get(1));
    }

    /** The first end belongs to the response, whatever stands behind it does not. */
    private static NDArray maskUpToTheEnd(NDArray responseIds, int eosId) {
        Shape shape = responseIds.getShape();
        long[] ids = responseIds.toLongArray();
        boolean[] mask = new boolean[ids.length];
        int columns = Math.toIntExact(shape.get(1));
        for (int row = 0; row < shape.get(0); row++) {
            boolean ended = false;
            for (int t = row * columns; t < (row + 1) * columns; t++) {
                mask[t] = !ended;
                ended |= ids[t] == eosId;
            }
        }
        return responseIds.getManager().create(mask, shape);
    }
}
