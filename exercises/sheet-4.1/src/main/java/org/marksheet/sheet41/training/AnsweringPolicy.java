package org.marksheet.sheet41.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.marksheet.lab.model.CausalModel;
import org.marksheet.lab.model.KeyValueCache;
import org.marksheet.lab.model.LanguageModel;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.Temporaries;
import org.marksheet.sheet41.ppo.Responses;

/**
 * A policy to sample from. It remembers the hidden state from which each token was drawn, as they decide about log-probabilities and
 * values too: the policy need not run over the same tokens once more.
 *
 * <p>Whoever samples may ask in any way and for anything. What is remembered is used only if it was asked for as the response says: the
 * prompt, then token after token, with their mask and positions.
 */
final class AnsweringPolicy implements LanguageModel {
    private final CausalModel model;
    private final List<Call> calls = new ArrayList<>();

    /**
     * What was asked, and what came of it.
     *
     * @param ids of the new tokens, row after row
     * @param mask of all tokens, row after row
     * @param positions of the new tokens, row after row
     * @param last hidden states of the last place [B,1,d]
     */
    private record Call(long[] ids, long[] mask, long[] positions, NDArray last) {}

    AnsweringPolicy(CausalModel model) {
        this.model = model;
    }

    @Override
    public Output forward(NDArray ids, NDArray attentionMask, NDArray positions, KeyValueCache cache) {
        long[] asked = numbers(ids);
        long[] mask = numbers(attentionMask);
        long[] places = numbers(positions);
        CausalModel.Advance advance = model.advance(ids, attentionMask, positions, cache);
        NDArray hidden = advance.hiddenStates();
        NDArray last = hidden.get(new NDIndex(":, -1:"));
        last.attach(model.parameters().manager());
        Temporaries.keep(List.of(last));
        calls.add(new Call(asked, mask, places, last));
        return new Output(Gradients.off(() -> model.logits(hidden)), advance.cache());
    }

    /**
     * Returns what the policy drew the tokens of responses from.
     *
     * @param responses all that were drawn since the last {@link #forget}
     * @return [B,T,d] at the places before each response token, without meaning where the mask is false; nothing if they were asked for
     *     in another way
     */
    Optional<NDArray> beforeEachToken(Responses responses) {
        int tokens = Math.toIntExact(responses.responseIds().getShape().get(1));
        if (calls.size() < tokens || !fit(responses, tokens)) {
            return Optional.empty();
        }
        NDList lasts = new NDList(calls.stream().limit(tokens).map(Call::last).toList());
        NDArray hidden = NDArrays.concat(lasts, 1);
        hidden.attach(responses.ids().getManager());
        return Optional.of(hidden);
    }

    /** Lets go of it all: the policy has changed, or other prompts come. */
    void forget() {
        calls.forEach(call -> call.last().close());
        calls.clear();
    }

    /** Another type is the model's business to take or to refuse; it fits nothing. */
    private static long[] numbers(NDArray tensor) {
        return tensor.getDataType() == DataType.INT64 ? tensor.toLongArray() : new long[0];
    }

    private boolean fit(Responses responses, int tokens) {
        int start = responses.start();
        int rows = Math.toIntExact(responses.ids().getShape().get(0));
        long[] ids = responses.ids().toLongArray();
        long[] mask = responses.attentionMask().toLongArray();
        for (int k = 0; k < tokens; k++) {
            Call call = calls.get(k);
            int fresh = k == 0 ? start : 1;
            int all = start + k;
            if (call.ids().length != rows * fresh
                    || call.mask().length != rows * all
                    || call.positions().length != rows * fresh) {
                return false;
            }
            for (int row = 0; row < rows; row++) {
                int first = row * (start + tokens);
                if (mask[first + all - 1] == 1 && !fits(call, row, fresh, all, ids, mask, first)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether a row was asked for as it stands from {@code first} on, {@code all} places of it, the last ones new. */
    private static boolean fits(Call call, int row, int fresh, int all, long[] ids, long[] mask, int first) {
        long position = -1;
        for (int place = 0; place < all; place++) {
            long real = mask[first + place];
            position += real;
            if (call.mask()[row * all + place] != real) {
                return false;
            }
            int asked = row * fresh + place - (all - fresh);
            boolean isNew = place >= all - fresh;
            if (isNew && real == 1 && (call.ids()[asked] != ids[first + place] || call.positions()[asked] != position)) {
                return false;
            }
        }
        return true;
    }
}
