package org.marksheet.lab.model.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

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
    /** The room behind a cache is used up, and made once more. */
    private static final int MORE_THAN_ROOM = 50;

    private OneByOne() {}

    /** Who calls the trunk. */
    @FunctionalInterface
    public interface Call {
        /** Runs over new tokens. */
        NDList run(NDArray ids, NDArray attentionMask, NDArray positions, List<NDArray> cache);
    }

    /**
     * Holds a trunk whose caches are used up against one whose caches are kept.
     *
     * @param kept called by {@link Trunk#forward}
     * @param used called by {@link Trunk#advance}
     * @param prompts what to begin with
     */
    public static void assertSame(Trunk kept, Trunk used, TokenBatch prompts) {
        List<float[]> expected = run(kept::forward, prompts);
        List<float[]> found = run(used::advance, prompts);
        for (int step = 0; step <= MORE_THAN_ROOM; step++) {
            assertThat(found.get(step)).as("step %d", step).containsExactly(expected.get(step), offset(1e-4f));
        }
    }

    /** Returns the last hidden state of each step, [B,d] each; the tokens are the same in each row. */
    private static List<float[]> run(Call call, TokenBatch prompts) {
        return Gradients.off(() -> {
            List<float[]> hidden = new ArrayList<>();
            NDList result = call.run(prompts.ids(), prompts.attentionMask(), prompts.positions(), List.of());
            NDArray mask = prompts.attentionMask();
            NDArray position = prompts.positions().get(new NDIndex(":, -1:"));
            for (int step = 0; step < MORE_THAN_ROOM; step++) {
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
