package org.marksheet.lab.model.transformer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.text.TokenBatch;

/** Runs a trunk over a batch and then over one more token after the other, as generation does. */
public final class OneByOne {
    private OneByOne() {}

    /** Who calls the trunk. */
    @FunctionalInterface
    public interface Call {
        /** Runs over new tokens. */
        NDList run(NDArray ids, NDArray attentionMask, NDArray positions, List<NDArray> cache);
    }

    /**
     * Runs.
     *
     * @param call {@link Trunk#forward} or {@link Trunk#advance}
     * @param prompts what to begin with
     * @param tokens how many more, in each row the same ones
     * @return the last hidden state of each step, [B,d] each
     */
    public static List<float[]> run(Call call, TokenBatch prompts, int tokens) {
        return Gradients.off(() -> {
            List<float[]> hidden = new ArrayList<>();
            NDList result = call.run(prompts.ids(), prompts.attentionMask(), prompts.positions(), List.of());
            NDArray mask = prompts.attentionMask();
            NDArray position = prompts.positions().get(new NDIndex(":, -1:"));
            for (int step = 0; step < tokens; step++) {
                hidden.add(result.get(0).get(":, -1").toFloatArray());
                NDArray one = position.onesLike().toType(DataType.INT64, false);
                mask = mask.concat(one, 1);
                position = position.add(1);
                result = call.run(one.mul(1 + step % 7), mask, position, result.subList(1, result.size()));
            }
            hidden.add(result.get(0).get(":, -1").toFloatArray());
            return hidden;
        });
    }
}
