package org.marksheet.lab.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import java.util.List;
import java.util.function.Supplier;

/**
 * Closes what a computation made on its way, and hands its results to whoever asked for them.
 *
 * <p>A result belongs to the {@link NDScope} around the call, if there is one, and to the manager of the
 * operation's first operand. A recorded graph keeps what it needs for the way back by itself.
 */
public final class Temporaries {
    private Temporaries() {}

    /**
     * Runs a computation and closes every tensor it made but one.
     *
     * @param body what to run, on this thread
     * @return what the body returned
     */
    public static NDArray closedBut(Supplier<NDArray> body) {
        return listClosedBut(() -> new NDList(body.get())).get(0);
    }

    /**
     * Runs a computation and closes every tensor it made but those that it returns.
     *
     * @param body what to run, on this thread
     * @return what the body returned
     */
    public static NDList listClosedBut(Supplier<NDList> body) {
        NDList kept;
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            kept = body.get();
            NDScope.unregister(kept);
        }
        kept.forEach(NDScope::register);
        return kept;
    }

    /**
     * Takes tensors out of the scope around this call: from now on only their manager closes them.
     *
     * @param arrays were made on this thread since the innermost scope was opened
     */
    public static void keep(List<NDArray> arrays) {
        arrays.forEach(NDScope::unregister);
    }
}
