package org.marksheet.lab.model.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.marksheet.lab.model.CausalModel;
import org.marksheet.lab.model.ForwardPass;
import org.marksheet.lab.model.KeyValueCache;
import org.marksheet.lab.model.LanguageModel;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.Layers;
import org.marksheet.lab.tensor.Temporaries;

/**
 * A trunk with a head: what every causal model does around its blocks.
 *
 * <p>The methods are those of {@link org.marksheet.lab.model.CausalModel}.
 */
public final class Decoder {
    /** Up to here the other order pays with gpt2's head, also for what reads the logits then: they come out column by column. */
    private static final int FEW = 16;

    private final Trunk trunk;
    private final NDArray head;
    private final int positions;

    /**
     * Puts a head on a trunk.
     *
     * @param trunk from ids to hidden states
     * @param head [V,d]: a row of weights for each token
     * @param positions the longest sequence, in tokens
     */
    public Decoder(Trunk trunk, NDArray head, int positions) {
        this.trunk = trunk;
        this.head = head;
        this.positions = positions;
    }

    /** Runs over new tokens. */
    public LanguageModel.Output forward(NDArray ids, NDArray attentionMask, NDArray places, KeyValueCache cache) {
        check(ids, attentionMask, places, cache);
        NDList result = Temporaries.listClosedBut(() -> {
            NDList hiddenAndCache = trunk.forward(ids, attentionMask, places, cache.arrays());
            hiddenAndCache.set(0, linear(hiddenAndCache.get(0)));
            return hiddenAndCache;
        });
        return new LanguageModel.Output(result.get(0), new KeyValueCache(result.subList(1, result.size())));
    }

    /** Runs over new tokens and uses the cache up. */
    public CausalModel.Advance advance(NDArray ids, NDArray attentionMask, NDArray places, KeyValueCache spent) {
        check(ids, attentionMask, places, spent);
        NDList result = Gradients.off(() ->
                Temporaries.listClosedBut(() -> trunk.advance(ids, attentionMask, places, spent.arrays())));
        return new CausalModel.Advance(result.get(0), new KeyValueCache(result.subList(1, result.size())));
    }

    /** Runs over whole sequences: [B,T-from,d]. */
    public NDArray hiddenStates(NDArray ids, NDArray attentionMask, long from) {
        check(ids, attentionMask, from);
        return Temporaries.closedBut(() -> trunk.hiddenStates(ids, attentionMask, places(attentionMask), from));
    }

    /** Runs over whole sequences, to go back in one piece. */
    public ForwardPass forwardPass(NDArray ids, NDArray attentionMask, long from) {
        check(ids, attentionMask, from);
        try (NDArray places = Temporaries.closedBut(() -> places(attentionMask))) {
            return trunk.forwardPass(ids, attentionMask, places, from);
        }
    }

    /** Returns [B,T] int64, from 0 on the first real token. */
    private static NDArray places(NDArray attentionMask) {
        return attentionMask.cumSum(1).sub(1).maximum(0).toType(DataType.INT64, false);
    }

    /** From hidden states [..,d] to logits [..,V]. */
    public NDArray logits(NDArray hiddenStates) {
        return Temporaries.closedBut(() -> linear(hiddenStates));
    }

    private NDArray linear(NDArray hiddenStates) {
        long rows = hiddenStates.size() / head.getShape().get(1);
        NDArray logits =
                rows > FEW ? Layers.linear(hiddenStates, head, null) : Layers.linearOfFewRows(hiddenStates, head);
        // A cast would cut the graph, so it is left out where there is one: float32.
        return logits.getDataType() == DataType.FLOAT32 ? logits : logits.toType(DataType.FLOAT32, false);
    }

    private void check(NDArray ids, NDArray attentionMask, long from) {
        checkLengths(ids, attentionMask, 0);
        if (from < 0 || from >= ids.getShape().get(1)) {
            throw new IllegalArgumentException("from is " + from + " but there are places 0 to " + (ids.getShape().get(1) - 1) + ".");
        }
    }

    private void check(NDArray ids, NDArray attentionMask, NDArray places, KeyValueCache cache) {
        checkLengths(ids, attentionMask, cache.isEmpty() ? 0 : cache.arrays().get(0).getShape().get(2));
        if (!places.getShape().equals(ids.getShape())) {
            throw new IllegalArgumentException(
                    "positions is " + places.getShape() + " but ids is " + ids.getShape() + "; both must be [B,t].");
        }
    }

    private void checkLengths(NDArray ids, NDArray attentionMask, long cached) {
        long rows = ids.getShape().get(0);
        long all = cached + ids.getShape().get(1);
        if (!attentionMask.getShape().equals(new Shape(rows, all))) {
            throw new IllegalArgumentException("attentionMask is " + attentionMask.getShape() + " but must be "
                    + new Shape(rows, all) + ": " + cached + " cached tokens and those of ids " + ids.getShape() + ".");
        }
        if (all > positions) {
            throw new IllegalArgumentException(
                    "There are " + all + " tokens, but the model has " + positions + " positions. Give a shorter text, "
                            + "or ask for fewer new tokens.");
        }
    }
}
