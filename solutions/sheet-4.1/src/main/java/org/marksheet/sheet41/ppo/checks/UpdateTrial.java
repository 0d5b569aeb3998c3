package org.marksheet.sheet41.ppo.checks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.marksheet.grader.api.Draw;
import org.marksheet.grader.api.Watch;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.sheet41.kl.TokenKlPenalty;
import org.marksheet.sheet41.ppo.MiniBatchPpoUpdate;
import org.marksheet.sheet41.ppo.PpoOptions;
import org.marksheet.sheet41.ppo.PpoParts;
import org.marksheet.sheet41.ppo.PpoUpdate;
import org.marksheet.sheet41.ppo.Responses;
import org.marksheet.sheet41.ppo.Rollout;
import org.marksheet.sheet41.training.PortableLearner;
import org.marksheet.sheet41.training.PortableLearner.Parts;

/** One tiny update of a model that is sent to where the update runs: what goes in, what was asked meanwhile, what comes out. */
final class UpdateTrial {
    static final float TAU = .8f;
    private static final PpoOptions.Passes ONE_STEP = new PpoOptions.Passes(1, UpdateScript.ROWS);
    private static final double LEARNING_RATE = 2;
    private static final double LONGEST_GRADIENT = .5;

    private final NDManager manager;
    private final UpdateScript script;
    private final List<float[]> before;
    private final List<float[]> reference;
    private final PpoOptions options;
    private final UpdateParts parts;

    private UpdateTrial(
            NDManager manager, UpdateScript script, List<float[]> before, List<float[]> reference, PpoOptions options) {
        this.manager = manager;
        this.script = script;
        this.before = before;
        this.reference = reference;
        this.options = options;
        this.parts = new UpdateParts(script, manager);
    }

    /** Returns a first update, in one step: the reference is the policy itself. */
    static UpdateTrial first(NDManager manager, Draw draw) {
        UpdateScript script = UpdateScript.drawn(draw);
        List<float[]> same = UpdateScript.withoutValueHead(script.weights());
        return new UpdateTrial(manager, script, script.weights(), same, script.options(TAU, ONE_STEP));
    }

    /** Returns an update in the middle of a run, in one step: the policy has moved away from the reference. */
    static UpdateTrial later(NDManager manager, Draw draw) {
        UpdateScript script = UpdateScript.drawn(draw);
        List<float[]> other = UpdateScript.withoutValueHead(script.other());
        return new UpdateTrial(manager, script, script.weights(), other, script.options(TAU, ONE_STEP));
    }

    /** Returns the update after this one, of the policy that came out of it. */
    UpdateTrial then(Parts after, Draw draw) {
        return new UpdateTrial(manager, UpdateScript.drawn(draw), arrays(after.weights()), reference, options);
    }

    UpdateTrial with(int epochs, int miniBatch) {
        PpoOptions other = script.options(TAU, new PpoOptions.Passes(epochs, miniBatch));
        return new UpdateTrial(manager, script, before, reference, other);
    }

    UpdateTrial withTemperature(float temperature) {
        return new UpdateTrial(manager, script, before, reference, script.options(temperature, options.passes()));
    }

    UpdateScript script() {
        return script;
    }

    PpoOptions options() {
        return options;
    }

    /** Returns what was asked, after {@link #run}. */
    UpdateParts asked() {
        return parts;
    }

    /** Runs the update. */
    Rollout run(PpoUpdate update) {
        return run(update, learner(before), parts, parts);
    }

    /** Returns the learner as the update left it. */
    Parts after(Watch watch) {
        Parts after = watch.partsAfter("learner", Parts.class);
        try {
            return new PortableLearner(after).parts();
        } catch (IllegalArgumentException e) {
            throw new AssertionError("After the update the learner is no learner any more: " + e.getMessage(), e);
        }
    }

    /** Returns the policy's log-probability of each response, summed, with these weights. */
    double[] responseLogProbs(List<NDArray> weights) {
        float[] tokens = logProbs(weights);
        boolean[] mask = responses().responseMask().toBooleanArray();
        double[] sums = new double[UpdateScript.ROWS];
        for (int i = 0; i < tokens.length; i++) {
            sums[i / UpdateScript.TOKENS] += mask[i] ? tokens[i] : 0;
        }
        return sums;
    }

    /** Returns the log-probability of each response token [8,4] under a policy with these weights. */
    float[] logProbs(List<NDArray> weights) {
        PortableLearner learner = learner(arrays(weights));
        return Gradients.off(() -> new TokenKlPenalty()
                .tokenLogProbs(learner.evaluate(responses()).logits(), responses().responseIds(), 1, TAU)
                .toFloatArray());
    }

    /** Returns the same under the reference. */
    float[] referenceLogProbs() {
        return new TokenKlPenalty()
                .tokenLogProbs(learner(before).referenceLogits(responses()), responses().responseIds(), 1, TAU)
                .toFloatArray();
    }

    /** Returns the policy's weights before the update. */
    List<NDArray> weightsBefore() {
        return UpdateScript.tensors(before, manager);
    }

    /** Returns the weights that a right update comes to, if it takes its rows in this order. */
    List<NDArray> weightsAfter(List<List<Integer>> epochs) {
        PortableLearner learner = learner(before);
        run(new MiniBatchPpoUpdate(), learner, new UpdateParts(script, manager), ordering(epochs));
        return learner.parts().weights();
    }

    private Rollout run(PpoUpdate update, PortableLearner learner, UpdateParts with, RandomSource random) {
        return update.ppoUpdate(
                learner, script.prompts(), with, new PpoParts(with, null, with, with, with), options, random);
    }

    private PortableLearner learner(List<float[]> weights) {
        return new PortableLearner(new Parts(
                UpdateScript.SIZE,
                UpdateScript.tensors(weights, manager),
                UpdateScript.tensors(reference, manager),
                parts,
                LEARNING_RATE,
                LONGEST_GRADIENT));
    }

    private Responses responses() {
        return Responses.of(
                script.prompts(), parts.generate(parts, null, script.prompts(), null, null, null), options.generation());
    }

    /** Numbers that sort into the rows of an epoch. */
    private RandomSource ordering(List<List<Integer>> epochs) {
        List<List<Integer>> left = new ArrayList<>(epochs);
        return shape -> {
            List<Integer> rows = left.remove(0);
            float[] numbers = new float[rows.size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[rows.get(i)] = (i + 1f) / (numbers.length + 1);
            }
            return manager.create(numbers);
        };
    }

    private static List<float[]> arrays(List<NDArray> tensors) {
        return tensors.stream().map(NDArray::toFloatArray).toList();
    }
}
