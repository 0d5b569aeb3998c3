package org.marksheet.sheet41.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.marksheet.lab.model.LanguageModel;
import org.marksheet.lab.model.gpt2.Gpt2;
import org.marksheet.lab.model.gpt2.Gpt2Config;
import org.marksheet.lab.pretrained.ActorCritic;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.Parameters;
import org.marksheet.lab.tensor.Portable;
import org.marksheet.lab.tensor.QuietHeap;
import org.marksheet.lab.train.GradientDescent;
import org.marksheet.sheet41.ppo.Learner;
import org.marksheet.sheet41.ppo.Responses;
import org.marksheet.sheet41.ppo.StepLosses;

/** A tiny GPT-2 that learns wherever the update runs: the grader sends it to where your code is. */
public final class PortableLearner implements Learner, Portable<PortableLearner.Parts> {
    private final Parts parts;
    private final ModelLearner learner;

    /**
     * What a learner is built from.
     *
     * @param config the size of policy and reference
     * @param weights of the policy in the order of {@link Gpt2Config#shapes()}, then the value head's weight and bias; a step
     *     changes them in place
     * @param reference weights of the reference
     * @param sampler what is sampled from
     * @param learningRate of a step; 0 leaves all weights alone and runs nothing backward
     * @param longestGradient longer gradients are shortened to this length
     */
    public record Parts(
            Gpt2Config config,
            List<NDArray> weights,
            List<NDArray> reference,
            LanguageModel sampler,
            double learningRate,
            double longestGradient) {}

    /**
     * Builds one. The tensors of its parts belong to the manager that they came with.
     *
     * @throws IllegalArgumentException if their number or a shape is wrong
     */
    public PortableLearner(Parts parts) {
        Map<String, Shape> ofReference = parts.config().shapes();
        Map<String, Shape> ofPolicy = new LinkedHashMap<>(ofReference);
        ofPolicy.putAll(ActorCritic.headShapes(parts.config()));
        ActorCritic actorCritic =
                new ActorCritic(Gpt2.stepByStep(parts.config(), parameters(ofPolicy, parts.weights())));
        actorCritic.parameters().setRequiresGradient(true);
        this.parts = parts;
        this.learner = new ModelLearner(
                actorCritic,
                Gpt2.stepByStep(parts.config(), parameters(ofReference, parts.reference())),
                new GradientDescent(actorCritic.parameters()),
                new ModelLearner.Steps(parts.learningRate(), parts.longestGradient()),
                QuietHeap.SHARED);
    }

    @Override
    public Parts parts() {
        return parts;
    }

    @Override
    public LanguageModel policy() {
        return parts.sampler();
    }

    @Override
    public Evaluation evaluate(Responses responses) {
        return learner.evaluate(responses);
    }

    @Override
    public NDArray referenceLogits(Responses responses) {
        return learner.referenceLogits(responses);
    }

    @Override
    public void step(Supplier<StepLosses> losses) {
        if (parts.learningRate() == 0) {
            Gradients.off(losses);
        } else {
            learner.step(losses);
        }
    }

    private static Parameters parameters(Map<String, Shape> shapes, List<NDArray> tensors) {
        if (tensors.size() != shapes.size()) {
            throw new IllegalArgumentException("There are " + tensors.size() + " weights and not " + shapes.size() + ".");
        }
        Map<String, NDArray> byName = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> {
            NDArray tensor = tensors.get(byName.size());
            if (!tensor.getShape().equals(shape)) {
                throw new IllegalArgumentException(name + " is " + tensor.getShape() + " and not " + shape + ".");
            }
            byName.put(name, tensor);
        });
        return new Parameters(tensors.get(0).getManager(), byName);
    }
}
