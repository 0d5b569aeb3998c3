package org.marksheet.sheet41.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.marksheet.lab.model.CausalModel;
import org.marksheet.lab.model.ForwardPass;
import org.marksheet.lab.model.LanguageModel;
import org.marksheet.lab.pretrained.ActorCritic;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.QuietHeap;
import org.marksheet.lab.tensor.Temporaries;
import org.marksheet.lab.train.GradientNorm;
import org.marksheet.lab.train.Optimizer;
import org.marksheet.sheet41.ppo.Learner;
import org.marksheet.sheet41.ppo.Responses;
import org.marksheet.sheet41.ppo.StepLosses;

/** A language model that learns. It closes nothing: models and optimizer belong to whoever made them. */
final class ModelLearner implements Learner {
    private final ActorCritic actorCritic;
    private final AnsweringPolicy answers;
    private final CausalModel reference;
    private final Optimizer optimizer;
    private final Steps steps;
    private final QuietHeap heap;
    private final List<ForwardPass> passes = new ArrayList<>();
    private Consumer<StepLosses> journal = losses -> {};
    private GradientNorm gradientNorm;
    private boolean isInStep;

    /**
     * How a step is taken.
     *
     * @param learningRate at least 0
     * @param longestGradient longer gradients are shortened to this length
     */
    record Steps(double learningRate, double longestGradient) {}

    ModelLearner(ActorCritic actorCritic, CausalModel reference, Optimizer optimizer, Steps steps, QuietHeap heap) {
        this.actorCritic = actorCritic;
        this.answers = new AnsweringPolicy(actorCritic.policy());
        this.reference = reference;
        this.optimizer = optimizer;
        this.steps = steps;
        this.heap = heap;
    }

    /** Writes what the steps of the next update are like into a journal. */
    void writeTo(Journal next) {
        journal = next::saw;
    }

    @Override
    public LanguageModel policy() {
        answers.forget();
        return answers;
    }

    @Override
    public Evaluation evaluate(Responses responses) {
        NDArray hidden = hidden(responses); // [B,T,d]
        return new Evaluation(actorCritic.policy().logits(hidden), actorCritic.values(hidden));
    }

    private NDArray hidden(Responses responses) {
        if (isInStep && Gradients.areRecorded()) {
            passes.add(forwardPass(responses));
            return passes.get(passes.size() - 1).hiddenStates();
        }
        Optional<NDArray> remembered = Gradients.areRecorded() ? Optional.empty() : answers.beforeEachToken(responses);
        return remembered.orElseGet(() -> Temporaries.closedBut(() -> beforeEachToken(actorCritic.policy(), responses)));
    }

    @Override
    public NDArray referenceLogits(Responses responses) {
        return Gradients.off(() -> Temporaries.closedBut(() -> reference.logits(beforeEachToken(reference, responses))));
    }

    @Override
    public void step(Supplier<StepLosses> losses) {
        answers.forget();
        heap.during(() -> {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                isInStep = true;
                StepLosses made = Gradients.recording(losses);
                journal.accept(made);
                if (!Gradients.backward(made.total(), made.total().onesLike())) {
                    throw new TrainingException("The total loss has no gradient: its graph is cut. Look for a Java number, "
                            + "duplicate, toType or stopGradient between the policy's logits and the loss, and run: mvn test "
                            + "-Dexercise=4.1.9");
                }
                passes.forEach(ForwardPass::backward);
                double norm = gradientNorm().clip(steps.longestGradient());
                if (!Double.isFinite(norm)) {
                    throw new TrainingException("The gradient is not finite after step " + optimizer.steps()
                            + ". A loss of NaN or infinity, or a filter that leaves -inf where a log-probability is taken?");
                }
                optimizer.step(steps.learningRate());
            } finally {
                isInStep = false;
                passes.forEach(ForwardPass::close);
                passes.clear();
            }
            return null;
        });
    }

    /** Many a learner never takes a step. */
    private GradientNorm gradientNorm() {
        if (gradientNorm == null) {
            gradientNorm = new GradientNorm(actorCritic.parameters());
        }
        return gradientNorm;
    }

    /** The hidden state at place p decides about the token at p + 1: the last place is not needed. */
    private static NDArray beforeEachToken(CausalModel model, Responses responses) {
        return model.hiddenStates(
                butTheLast(responses.ids()), butTheLast(responses.attentionMask()), responses.start() - 1);
    }

    private ForwardPass forwardPass(Responses responses) {
        return actorCritic.policy().forwardPass(
                butTheLast(responses.ids()), butTheLast(responses.attentionMask()), responses.start() - 1);
    }

    private static NDArray butTheLast(NDArray tokens) {
        return tokens.get(new NDIndex(":, 0:{}", tokens.getShape().get(1) - 1));
    }
}
