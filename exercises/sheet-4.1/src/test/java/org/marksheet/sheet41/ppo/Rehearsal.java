package org.marksheet.sheet41.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.marksheet.lab.model.LanguageModel;
import org.marksheet.lab.tensor.SeededRandom;
import org.marksheet.sheet41.advantages.AdvantageEstimation;
import org.marksheet.sheet41.generation.GenerationOptions;
import org.marksheet.sheet41.kl.KlEstimates;
import org.marksheet.sheet41.kl.KlPenalty;

/**
 * An update with stand-ins for everything around it. Five prompts get responses of three tokens; the numbers are made so that each
 * says where it comes from: a policy that has taken n steps gives log-probabilities of n and values of 10 + n, the reference gives
 * -1, scores are the row's number, advantages are rewards + 1, returns are twice the advantages, whitened means times 1000.
 */
final class Rehearsal implements Learner, KlPenalty, AdvantageEstimation, PpoObjective {
    static final int ROWS = 5;
    static final int TOKENS = 3;
    static final int EPOCHS = 2;
    static final int MINI_BATCH = 2;
    static final float TAU = .7f;
    static final float BETA = .25f;

    private final NDManager manager;
    private final List<StepLosses> steps = new ArrayList<>();
    private final List<NDArray> oldLogProbs = new ArrayList<>();
    private final List<NDArray> advantages = new ArrayList<>();
    private final List<NDArray> returns = new ArrayList<>();
    private final List<NDArray> oldValues = new ArrayList<>();
    private final List<Float> temperatures = new ArrayList<>();
    private final List<NDArray> whitened = new ArrayList<>();
    private final List<Float> penalties = new ArrayList<>();
    private NDArray penalisedReference;

    Rehearsal(NDManager manager) {
        this.manager = manager;
    }

    /** Runs an update with these stand-ins. */
    Rollout run(PpoUpdate update, float temperature) {
        List<long[]> prompts = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            prompts.add(new long[] {20 + row, 30});
        }
        PpoOptions options = new PpoOptions(
                new GenerationOptions(TOKENS, 0, temperature, 0, 1, 9, 9),
                BETA,
                new PpoOptions.Discount(.9f, .8f),
                new PpoOptions.Clip(.2f, .3f),
                new PpoOptions.Weights(.1f, .01f),
                new PpoOptions.Passes(EPOCHS, MINI_BATCH));
        PpoParts parts = new PpoParts(
                (model, sampling, given, how, stopping, random) -> responseIds(), null, this, this, this);
        return update.ppoUpdate(
                this, prompts, responses -> manager.arange(0f, ROWS, 1, DataType.FLOAT32), parts, options, new SeededRandom(manager, 5));
    }

    /** Row b is b, b, b. */
    private NDArray responseIds() {
        return manager.arange(0, ROWS, 1, DataType.INT64).reshape(ROWS, 1).tile(new long[] {1, TOKENS});
    }

    /** Returns the losses of each step, in order. */
    List<StepLosses> steps() {
        return steps;
    }

    /** Returns the rows of a step's mini-batch. */
    List<Long> rowsOf(int step) {
        List<Long> rows = new ArrayList<>();
        long[] ids = steps.get(step).miniBatch().responses().responseIds().get(":, 0").toLongArray();
        for (long id : ids) {
            rows.add(id);
        }
        return rows;
    }

    /** Returns what {@code policyLoss} was given as the old log-probabilities. */
    List<NDArray> oldLogProbs() {
        return oldLogProbs;
    }

    /** Returns what {@code policyLoss} was given as advantages. */
    List<NDArray> advantages() {
        return advantages;
    }

    /** Returns what {@code valueLoss} was given as returns. */
    List<NDArray> returns() {
        return returns;
    }

    /** Returns what {@code valueLoss} was given as old values. */
    List<NDArray> oldValues() {
        return oldValues;
    }

    /** Returns the temperatures that log-probabilities were asked for with. */
    List<Float> temperatures() {
        return temperatures;
    }

    /** Returns what was whitened. */
    List<NDArray> whitened() {
        return whitened;
    }

    /** Returns the coefficients that rewards were penalised with. */
    List<Float> penalties() {
        return penalties;
    }

    /** Returns the reference's log-probabilities in the penalty. */
    NDArray penalisedReference() {
        return penalisedReference;
    }

    @Override
    public LanguageModel policy() {
        return null;
    }

    @Override
    public Evaluation evaluate(Responses responses) {
        Shape shape = responses.responseIds().getShape();
        return new Evaluation(
                filled(steps.size(), shape.get(0), shape.get(1), 4), filled(10 + steps.size(), shape.get(0), shape.get(1)));
    }

    @Override
    public NDArray referenceLogits(Responses responses) {
        Shape shape = responses.responseIds().getShape();
        return filled(-1, shape.get(0), shape.get(1), 4);
    }

    @Override
    public void step(Supplier<StepLosses> losses) {
        steps.add(losses.get());
    }

    @Override
    public NDArray tokenLogProbs(NDArray logits, NDArray ids, int start, float temperature) {
        temperatures.add(temperature);
        return logits.get(":, :, 0").add(start - 1);
    }

    @Override
    public KlEstimates klEstimates(NDArray logProbs, NDArray refLogProbs) {
        throw new UnsupportedOperationException("The penalty is part of the rewards, and of nothing else.");
    }

    @Override
    public float sequenceKl(NDArray logProbs, NDArray refLogProbs, NDArray responseMask) {
        return 0;
    }

    @Override
    public NDArray penalizedRewards(
            NDArray scores, NDArray logProbs, NDArray refLogProbs, NDArray responseMask, float klCoefficient) {
        penalties.add(klCoefficient);
        penalisedReference = refLogProbs;
        return scores.reshape(-1, 1).tile(new long[] {1, TOKENS});
    }

    @Override
    public double adaptKlCoefficient(double klCoefficient, double kl, double target, int episodes, double horizon) {
        return klCoefficient;
    }

    @Override
    public NDArray generalizedAdvantages(NDArray rewards, NDArray values, NDArray responseMask, float gamma, float lambda) {
        return rewards.add(1);
    }

    @Override
    public NDArray returns(NDArray advantages, NDArray values, NDArray responseMask) {
        return advantages.mul(2);
    }

    @Override
    public NDArray whiten(NDArray x, NDArray responseMask, boolean shiftMean) {
        whitened.add(x);
        return shiftMean ? x.mul(1000) : x;
    }

    @Override
    public PolicyLoss policyLoss(
            NDArray logProbs, NDArray old, NDArray advantages, NDArray responseMask, float clipRange) {
        this.oldLogProbs.add(old);
        this.advantages.add(advantages);
        return new PolicyLoss(manager.create(1f), 0, 0);
    }

    @Override
    public NDArray valueLoss(NDArray values, NDArray oldValues, NDArray returns, NDArray responseMask, float clipRange) {
        this.oldValues.add(oldValues);
        this.returns.add(returns);
        return manager.create(2f);
    }

    @Override
    public NDArray entropy(NDArray logits, NDArray responseMask) {
        return manager.create(3f);
    }

    @Override
    public NDArray totalLoss(
            NDArray policyLoss, NDArray valueLoss, NDArray entropy, float valueCoefficient, float entropyCoefficient) {
        return policyLoss.mul(100).add(valueLoss.mul(10)).add(entropy);
    }

    private NDArray filled(float number, long... shape) {
        return manager.full(new Shape(shape), number);
    }
}
