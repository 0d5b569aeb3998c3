package org.marksheet.sheet41.generation.checks;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.marksheet.grader.api.Scripted;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.sheet41.generation.GenerationOptions;
import org.marksheet.sheet41.generation.Sampling;

/**
 * Steps that change nothing but watch who is called when and with what, and refuse in words.
 *
 * <p>Each step adds 1 to all logits, so that a result that is not passed on shows.
 */
final class TracingSampling implements Sampling, Scripted {
    private static final List<String> ORDER = List.of("minNewTokens", "temperature", "topK", "topP");

    private final GenerationOptions options;
    private final boolean watchesOrder;
    private final List<String> steps = new ArrayList<>();
    private float[] latest;
    private int drawn;

    private TracingSampling(GenerationOptions options, boolean watchesOrder) {
        this.options = options;
        this.watchesOrder = watchesOrder;
    }

    /** Returns steps that watch in which order they are called. */
    static TracingSampling ofOrder(GenerationOptions options) {
        return new TracingSampling(options, true);
    }

    /** Returns steps that watch their arguments. */
    static TracingSampling ofArguments(GenerationOptions options) {
        return new TracingSampling(options, false);
    }

    @Override
    public Object fresh() {
        return new TracingSampling(options, watchesOrder);
    }

    @Override
    public NDArray temperature(NDArray logits, float temperature) {
        given("temperature", "tau", temperature, options.temperature());
        return step("temperature", logits);
    }

    @Override
    public NDArray minNewTokens(NDArray logits, int newTokens, int minimum, int eosId) {
        given("minNewTokens", "newTokens", newTokens, drawn);
        given("minNewTokens", "minimum", minimum, options.minNewTokens());
        given("minNewTokens", "eosId", eosId, options.eosId());
        return step("minNewTokens", logits);
    }

    @Override
    public NDArray topK(NDArray logits, int k) {
        given("topK", "k", k, options.topK());
        return step("topK", logits);
    }

    @Override
    public NDArray topP(NDArray logits, float p) {
        given("topP", "p", p, options.topP());
        return step("topP", logits);
    }

    @Override
    public NDArray sample(NDArray logits, float temperature, RandomSource random) {
        given("sample", "tau", temperature, 1);
        step("sample", logits);
        steps.remove("sample");
        // When the response is long enough, minNewTokens has nothing to do and may be left out.
        List<String> wanted = steps.contains("minNewTokens") || drawn < options.minNewTokens()
                ? ORDER
                : ORDER.subList(1, ORDER.size());
        insist(!watchesOrder || steps.equals(wanted), "Before token " + (drawn + 1) + " was drawn, the steps were " + steps
                + " instead of " + wanted + ".");
        steps.clear();
        latest = null;
        drawn++;
        return logits.argMax(1);
    }

    private NDArray step(String name, NDArray logits) {
        insist(logits != null && logits.getShape().dimension() == 2, name + " got logits of the shape "
                + (logits == null ? null : logits.getShape()) + " instead of [B,V]: those of the last token only.");
        float[] numbers = logits.toFloatArray();
        insist(!watchesOrder || latest == null || Arrays.equals(numbers, latest), name + " was not given what "
                + (steps.isEmpty() ? "the model" : steps.get(steps.size() - 1)) + " returned.");
        steps.add(name);
        NDArray next = logits.add(1);
        latest = next.toFloatArray();
        return next;
    }

    private void given(String step, String name, float value, float wanted) {
        insist(watchesOrder || value == wanted, step + " got " + name + " = " + number(value) + " instead of " + number(wanted)
                + " for token " + (drawn + 1) + ".");
    }

    private static String number(float value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    private static void insist(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
