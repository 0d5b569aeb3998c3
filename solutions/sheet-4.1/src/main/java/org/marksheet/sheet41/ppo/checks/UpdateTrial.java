package org.marksheet.sheet41.ppo.checks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.marksheet.grader.api.Draw;
import org.marksheet.grader.api.Watch;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.sheet41.generation.LogitSampling;
import org.marksheet.sheet41.ppo.Learner;
import org.marksheet.sheet41.ppo.PolicyLoss;
import org.marksheet.sheet41.ppo.PpoOptions;
import org.marksheet.sheet41.ppo.PpoParts;
import org.marksheet.sheet41.ppo.PpoUpdate;
import org.marksheet.sheet41.ppo.Responses;
import org.marksheet.sheet41.ppo.Rollout;
import org.marksheet.sheet41.ppo.StepLosses;
import org.marksheet.sheet41.training.PortableLearner;
import org.marksheet.sheet41.training.PortableLearner.Parts;

/** One tiny update of a model that is sent to where the update runs: what goes in, what was asked meanwhile, what comes out. */
final class UpdateTrial {
    static final float TAU = .8f;
    private static final PpoOptions.Passes ONE_STEP = new PpoOptions.Passes(1, UpdateScript.ROWS);
    private static final double LEARNING_RATE = 2;
    private static final double SMALL = .05;
    private static final double NONE = 0;
    private static final double LONGEST_GRADIENT = .5;

    private final NDManager manager;
    private final UpdateScript script;
    private final List<float[]> before;
    private final List<float[]> reference;
    private final PpoOptions options;
    private final double learningRate;
    private final UpdateParts parts;

    private UpdateTrial(
            NDManager manager,
            UpdateScript script,
            List<float[]> before,
            List<float[]> reference,
            PpoOptions options,
            double learningRate) {
        this.manager = manager;
        this.script = script;
        this.before = before;
        this.reference = reference;
        this.options = options;
        this.learningRate = learningRate;
        this.parts = new UpdateParts(script, manager);
    }

    /** Returns a first update, in one step: the reference is the policy itself. */
    static UpdateTrial first(NDManager manager, Draw draw) {
        UpdateScript script = UpdateScript.drawn(draw);
        List<float[]> same = UpdateScript.withoutValueHead(script.weights());
        return new UpdateTrial(manager, script, script.weights(), same, script.options(TAU, ONE_STEP), LEARNING_RATE);
    }

    /** Returns an update in the middle of a run, in one step: the policy has moved away from the reference. */
    static UpdateTrial later(NDManager manager, Draw draw) {
        UpdateScript script = UpdateScript.drawn(draw);
        List<float[]> other = UpdateScript.withoutValueHead(script.other());
        return new UpdateTrial(manager, script, script.weights(), other, script.options(TAU, ONE_STEP), LEARNING_RATE);
    }

    /** Returns the update after this one, of the policy that came out of it. */
    UpdateTrial then(Parts after, Draw draw) {
        return new UpdateTrial(manager, UpdateScript.drawn(draw), arrays(after.weights()), reference, options, learningRate);
    }

    UpdateTrial with(int epochs, int miniBatch) {
        PpoOptions other = script.options(TAU, new PpoOptions.Passes(epochs, miniBatch));
        return new UpdateTrial(manager, script, before, reference, other, learningRate);
    }

    UpdateTrial withTemperature(float temperature) {
        PpoOptions other = script.options(temperature, options.passes());
        return new UpdateTrial(manager, script, before, reference, other, learningRate);
    }

    /** Returns the same update in a step so small that its gradient foretells what becomes of the policy, and by its policy loss alone. */
    UpdateTrial inASmallStep() {
        PpoOptions alone = new PpoOptions(
                options.generation(),
                options.klCoefficient(),
                options.discount(),
                options.clip(),
                new PpoOptions.Weights(0, 0),
                options.passes());
        return new UpdateTrial(manager, script, before, reference, alone, SMALL);
    }

    /** Returns the same update of a learner that learns nothing: enough, and much faster, where only what is asked counts. */
    UpdateTrial withoutLearning() {
        return new UpdateTrial(manager, script, before, reference, options, NONE);
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
        PpoParts others = new PpoParts(parts, new LogitSampling(), parts, parts, parts);
        return update.ppoUpdate(learner(before), script.prompts(), parts, others, options, parts);
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

    /** Returns the log-probability of each response token [8,4] under a policy with these weights. */
    float[] logProbs(List<NDArray> weights) {
        PortableLearner learner = learner(arrays(weights));
        return Gradients.off(() -> logProbs(learner.evaluate(responses()).logits()));
    }

    /** Returns the same under the reference. */
    float[] referenceLogProbs() {
        return logProbs(learner(before).referenceLogits(responses()));
    }

    private float[] logProbs(NDArray logits) {
        float[] numbers = logits.toFloatArray();
        float[] logProbs = new float[script.responses().length];
        for (int place = 0; place < logProbs.length; place++) {
            double sum = 0;
            for (int token = 0; token < UpdateScript.VOCABULARY; token++) {
                sum += Math.exp(numbers[place * UpdateScript.VOCABULARY + token] / TAU);
            }
            int chosen = place * UpdateScript.VOCABULARY + (int) script.responses()[place];
            logProbs[place] = (float) (numbers[chosen] / TAU - Math.log(sum));
        }
        return logProbs;
    }

    /** Returns the policy's weights before the update. */
    List<NDArray> weightsBefore() {
        return UpdateScript.tensors(before, manager);
    }

    /** Returns the weights that the same steps come to, if each takes these rows and goes down what {@code totalLoss} says. */
    List<NDArray> weightsAfter(List<List<Integer>> steps) {
        PortableLearner learner = learner(before);
        UpdateParts with = new UpdateParts(script, manager);
        Rollout rollout = Gradients.off(() -> rollout(learner, with));
        for (List<Integer> rows : steps) {
            long[] numbers = rows.stream().mapToLong(Integer::longValue).toArray();
            Rollout some = rollout.rows(manager.create(numbers));
            learner.step(() -> losses(learner, with, some));
        }
        return learner.parts().weights();
    }

    private Rollout rollout(PortableLearner learner, UpdateParts with) {
        Responses all = responses();
        NDArray mask = all.responseMask();
        Learner.Evaluation then = learner.evaluate(all);
        Shape shape = mask.getShape();
        NDArray old = manager.create(logProbs(then.logits()), shape);
        NDArray frozen = manager.create(referenceLogProbs(), shape);
        NDArray scores = with.score(all);
        NDArray rewards = with.penalizedRewards(scores, old, frozen, mask, options.klCoefficient());
        NDArray raw = with.generalizedAdvantages(
                rewards, then.values(), mask, options.discount().gamma(), options.discount().lambda());
        NDArray returns = with.returns(raw, then.values(), mask);
        return new Rollout(all, scores, old, frozen, then.values(), rewards, with.whiten(raw, mask, true), returns);
    }

    private StepLosses losses(PortableLearner learner, UpdateParts with, Rollout some) {
        NDArray mask = some.responses().responseMask();
        Learner.Evaluation now = learner.evaluate(some.responses());
        NDArray fresh = with.tokenLogProbs(now.logits(), some.responses().responseIds(), 1, TAU);
        PolicyLoss policy = with.policyLoss(fresh, some.logProbs(), some.advantages(), mask, options.clip().policy());
        NDArray value = with.valueLoss(now.values(), some.values(), some.returns(), mask, options.clip().value());
        NDArray entropy = with.entropy(now.logits(), mask);
        NDArray total = with.totalLoss(
                policy.loss(), value, entropy, options.weights().value(), options.weights().entropy());
        return new StepLosses(total, policy, value, entropy, fresh, now.values(), some);
    }

    private PortableLearner learner(List<float[]> weights) {
        return new PortableLearner(new Parts(
                UpdateScript.SIZE,
                UpdateScript.tensors(weights, manager),
                UpdateScript.tensors(reference, manager),
                parts,
                learningRate,
                LONGEST_GRADIENT));
    }

    private Responses responses() {
        return Responses.of(
                script.prompts(), parts.generate(parts, null, script.prompts(), null, null, null), options.generation());
    }

    private static List<float[]> arrays(List<NDArray> tensors) {
        return tensors.stream().map(NDArray::toFloatArray).toList();
    }
}
