package org.marksheet.sheet41.chat;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Set;
import org.marksheet.sheet41.generation.StoppingCriterion;

/**
 * The tokens that end what a model writes. {@code generate} knows one of them; many models have several, such as the end of a turn
 * beside the end of a text.
 *
 * @param ids any of them ends a text
 */
public record EndTokens(Set<Long> ids) implements StoppingCriterion {
    /** Copies the set. */
    public EndTokens {
        ids = Set.copyOf(ids);
    }

    /** Stops when every row has one. */
    @Override
    public boolean stopsAfter(NDArray responseIds) {
        int columns = Math.toIntExact(responseIds.getShape().get(1));
        long[] all = responseIds.toLongArray();
        for (int row = 0; row < all.length; row += columns) {
            if (Arrays.stream(all, row, row + columns).noneMatch(ids::contains)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the tokens before the first end. */
    public long[] before(long[] response) {
        return Arrays.stream(response).takeWhile(id -> !ids.contains(id)).toArray();
    }
}
