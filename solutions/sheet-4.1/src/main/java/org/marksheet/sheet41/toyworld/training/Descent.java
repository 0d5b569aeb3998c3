package org.marksheet.sheet41.toyworld.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.function.IntFunction;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.Parameters;
import org.marksheet.lab.train.AdamW;
import org.marksheet.lab.train.CosineSchedule;
import org.marksheet.lab.train.GradientNorm;

/** Gradient descent as every model here is trained: a loss, its gradients, shortened, a step of AdamW. */
final class Descent {
    private static final double LONGEST_GRADIENT = 1;

    private Descent() {}

    /**
     * Trains.
     *
     * @param parameters what is trained
     * @param plan how
     * @param loss the mean loss of a step's batch, a scalar; runs while operations are recorded
     * @param progress told after each step
     */
    static void run(Parameters parameters, Plan plan, IntFunction<NDArray> loss, Progress progress) {
        parameters.setRequiresGradient(true);
        CosineSchedule schedule = plan.schedule();
        GradientNorm norm = new GradientNorm(parameters);
        try (AdamW adam = new AdamW(parameters, plan.adam())) {
            for (int step = 0; step < plan.steps(); step++) {
                progress.after(step + 1, step(step, norm, loss, adam, schedule.at(step)));
            }
        }
        parameters.setRequiresGradient(false);
    }

    private static float step(int step, GradientNorm norm, IntFunction<NDArray> loss, AdamW adam, double rate) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray value = Gradients.recording(() -> loss.apply(step));
            Gradients.backward(value, value.getManager().ones(value.getShape()));
            norm.clip(LONGEST_GRADIENT);
            adam.step(rate);
            return value.getFloat();
        }
    }
}
