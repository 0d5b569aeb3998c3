package org.marksheet.lab.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
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
     * What is held: the weights, then the first moment of each, then the second. The engine leaves out a change of a list that nothing
     * asks for afterwards: so the result is that list's length.
     */
    private static final String UPDATE = """
                n = torch.floordiv(torch.len(p), 3)
                w = annotate(List[Tensor], [])
                g = annotate(List[Tensor], [])
                m = annotate(List[Tensor], [])
                v = annotate(List[Tensor], [])
                for i in range(n):
                  gradient = annotate(Optional[Tensor], ops.prim.grad(p[i]))
                  if torch.__isnot__(gradient, None):
                    _0 = torch.append(w, p[i])
                    _1 = torch.append(g, unchecked_cast(Tensor, gradient))
                    _2 = torch.append(m, p[torch.add(i, n)])
                    _3 = torch.append(v, p[torch.add(i, torch.mul(n, 2))])
                if torch.gt(torch.len(g), 0):
                  count = torch.new_full(w[0], [], step, dtype=6)
                  torch._fused_adamw_(w, g, m, v, annotate(List[Tensor], []), torch.mul([count], torch.len(w)), lr=rate, beta1=%s,\
             beta2=%s, weight_decay=%s, eps=%s, amsgrad=False, maximize=False)
                  torch._foreach_zero_(g)
                return torch.len(g)
            """;

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
        parameters.byName().forEach((name, array) -> {
            firstMoments.put(name, manager.zeros(array.getShape()));
            secondMoments.put(name, manager.zeros(array.getShape()));
        });
        Temporaries.keep(List.copyOf(firstMoments.values()));
        Temporaries.keep(List.copyOf(secondMoments.values()));
        List<NDArray> held = new ArrayList<>(parameters.arrays());
        held.addAll(firstMoments.values());
        held.addAll(secondMoments.values());
        this.update = TorchScript.holding(manager, held, "rate: float, step: int", "int", UPDATE.formatted(
                exact(settings.beta1()), exact(settings.beta2()), exact(settings.weightDecay()), exact(settings.epsilon())));
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
     * <p>A parameter that has no gradient yet stays as it is.
     *
     * @param learningRate of this step, at least 0
     */
    @Override
    public void step(double learningRate) {
        step++;
        update.callUnrecorded(EngineValue.of(learningRate), EngineValue.of(step)).close();
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
