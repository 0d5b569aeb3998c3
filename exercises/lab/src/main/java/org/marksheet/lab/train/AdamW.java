package org.marksheet.lab.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.marksheet.lab.tensor.EngineValue;
import org.marksheet.lab.tensor.Overwriting;
import org.marksheet.lab.tensor.Parameters;
import org.marksheet.lab.tensor.Temporaries;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.lab.tensor.TorchScript;

/**
 * Adam with decoupled weight decay, defined as in PyTorch.
 *
 * <p>With the gradient g, at step k: {@code m = b1 m + (1 - b1) g}, {@code v = b2 v + (1 - b2) g^2}, {@code w = w - lr * decay *
 * w}, {@code w = w - lr * (m / (1 - b1^k)) / (sqrt(v / (1 - b2^k)) + eps)}. Epsilon stands outside the bias correction of {@code v};
 * DJL's own Adam has it inside. Weights are changed in place and nothing else is left behind.
 *
 * @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter 2019, algorithm 2</a>
 */
public final class AdamW implements Optimizer, AutoCloseable {
    private static final String STEP = "step";

    /**
     * What is held: the weights, their first moments and their second ones, [N] each. The engine leaves out a change of lists that
     * nothing asks for afterwards: so the result asks for both.
     */
    private static final String UPDATE = """
                weights = [p[0]]
                gradients = [gradient]
                count = torch.new_full(gradient, [], step)
                torch._fused_adamw_(weights, gradients, [p[1]], [p[2]], annotate(List[Tensor], []), [count], lr=rate, beta1=%s,\
             beta2=%s, weight_decay=%s, eps=%s, amsgrad=False, maximize=False)
                torch._foreach_zero_(gradients)
                return torch.add(torch.len(weights), torch.len(gradients))
            """;

    private final Parameters parameters;
    private final NDManager manager = Torch.manager();
    private final Map<String, NDArray> firstMoments = new LinkedHashMap<>();
    private final Map<String, NDArray> secondMoments = new LinkedHashMap<>();
    private final TorchScript update;
    private long step;

    /**
     * Makes an optimizer that has not taken a step.
     *
     * @param parameters what it changes; it does not close them
     * @param settings as long as it lives
     */
    public AdamW(Parameters parameters, Settings settings) {
        this.parameters = parameters;
        NDArray first = moments(firstMoments);
        NDArray second = moments(secondMoments);
        this.update = TorchScript.holding(
                manager, List.of(parameters.together(), first, second), "gradient: Tensor, rate: float, step: int", "int",
                UPDATE.formatted(exact(settings.beta1()), exact(settings.beta2()), exact(settings.weightDecay()),
                        exact(settings.epsilon())));
    }

    /** Returns zeros [N], and puts each parameter's part of them into a map. */
    private NDArray moments(Map<String, NDArray> byName) {
        NDArray all = manager.zeros(new Shape(parameters.count()));
        long[] first = {0};
        parameters.byName().forEach((name, array) -> {
            long after = first[0] + array.size();
            byName.put(name, all.get(new NDIndex("{}:{}", first[0], after)).reshape(array.getShape()));
            first[0] = after;
        });
        Temporaries.keep(List.of(all));
        Temporaries.keep(List.copyOf(byName.values()));
        return all;
    }

    /**
     * What an AdamW does at every step.
     *
     * @param beta1 how much of the mean of gradients is kept, in [0, 1)
     * @param beta2 how much of the mean of squared gradients is kept, in [0, 1)
     * @param epsilon added to the denominator, above 0
     * @param weightDecay the share of each weight that a step of learning rate 1 would take away; 0 gives Adam
     */
    public record Settings(double beta1, double beta2, double epsilon, double weightDecay) {
        /** Checks the numbers. */
        public Settings {
            if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
                throw new IllegalArgumentException("beta1 " + beta1 + " and beta2 " + beta2 + " must be in [0, 1).");
            }
            if (!(epsilon > 0) || !(weightDecay >= 0)) {
                throw new IllegalArgumentException(
                        "epsilon " + epsilon + " must be above 0, weightDecay " + weightDecay + " at least 0.");
            }
        }

        /** Returns PyTorch's defaults for Adam: 0.9, 0.999, 1e-8, no decay. */
        public static Settings defaults() {
            return new Settings(.9, .999, 1e-8, 0);
        }

        /**
         * Returns the same with another weight decay.
         *
         * @param decay at least 0
         */
        public Settings withWeightDecay(double decay) {
            return new Settings(beta1, beta2, epsilon, decay);
        }
    }

    /**
     * Changes the weights by one step along their gradients, and sets the gradients to zero.
     *
     * <p>While no gradient has arrived at all, the weights stay as they are; a parameter at which none has arrived counts as having
     * one of zero.
     *
     * @param learningRate of this step, at least 0
     */
    @Override
    public void step(double learningRate) {
        step++;
        parameters.gradientsTogether().ifPresent(gradient -> update.callUnrecorded(
                        EngineValue.of(gradient), EngineValue.of(learningRate), EngineValue.of(step))
                .close());
    }

    @Override
    public long steps() {
        return step;
    }

    /**
     * Returns all that a restart needs beside the weights: to be saved, not to be changed.
     *
     * @param manager owns the count of steps; the moments are the optimizer's own
     * @return {@code step} [] int64, then {@code first.NAME} and {@code second.NAME} of each parameter
     */
    public Map<String, NDArray> state(NDManager manager) {
        Map<String, NDArray> state = new LinkedHashMap<>();
        state.put(STEP, manager.create(step));
        firstMoments.forEach((name, moment) -> state.put("first." + name, moment));
        secondMoments.forEach((name, moment) -> state.put("second." + name, moment));
        return state;
    }

    /**
     * Goes back to a saved state; the values are copied.
     *
     * @param state as {@link #state} returned it
     * @throws IllegalArgumentException if names, shapes or types are others
     */
    public void restore(Map<String, NDArray> state) {
        try (NDManager scratch = Torch.manager()) {
            Map<String, NDArray> current = state(scratch);
            if (!current.keySet().equals(state.keySet())) {
                throw new IllegalArgumentException("The saved optimizer has " + state.keySet() + ", this one "
                        + current.keySet() + ".");
            }
            current.forEach((name, array) -> {
                Shape given = state.get(name).getShape();
                DataType type = state.get(name).getDataType();
                if (!given.equals(array.getShape()) || type != array.getDataType()) {
                    throw new IllegalArgumentException("The saved optimizer's " + name + " is " + type + " " + given
                            + ", here it is " + array.getDataType() + " " + array.getShape() + ".");
                }
            });
            Overwriting.with(List.copyOf(current.values()), current.keySet().stream().<NDArray>map(state::get).toList());
            step = current.get(STEP).getLong();
        }
    }

    /** Closes the moments. */
    @Override
    public void close() {
        manager.close();
    }

    /** As the script language writes numbers: without a capital E. */
    private static String exact(double number) {
        return Double.toString(number).toLowerCase(Locale.ROOT);
    }
}
