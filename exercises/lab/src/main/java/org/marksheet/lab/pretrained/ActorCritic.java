package org.marksheet.lab.pretrained;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.marksheet.lab.checkpoint.Checkpoint;
import org.marksheet.lab.checkpoint.StoredType;
import org.marksheet.lab.model.CausalConfig;
import org.marksheet.lab.model.CausalModel;
import org.marksheet.lab.model.transformer.NormalInitializer;
import org.marksheet.lab.tensor.Layers;
import org.marksheet.lab.tensor.Parameters;
import org.marksheet.lab.tensor.Temporaries;
import org.marksheet.lab.tensor.Torch;

/**
 * A policy and an estimate of the return that share one trunk: a causal model, and beside its head a linear layer with one output.
 *
 * <p>One run of {@link CausalModel#hiddenStates} serves both {@link CausalModel#logits(NDArray)} and {@link #values}.
 */
public final class ActorCritic implements AutoCloseable {
    private static final String WEIGHT = "v_head.weight";
    private static final String BIAS = "v_head.bias";

    private final CausalModel policy;

    /**
     * Makes one of a policy.
     *
     * @param policy its parameters are those of {@link CausalConfig#shapes()} and of {@link #headShapes}, by these names; closed with
     *     this
     */
    public ActorCritic(CausalModel policy) {
        this.policy = policy;
    }

    /**
     * Makes one that begins at a language model, with a random value head.
     *
     * @param start is copied
     * @param seed of the value head's weights: normal with standard deviation 0.02; its bias is 0
     * @return the caller closes it
     */
    public static ActorCritic from(CausalModel start, long seed) {
        Map<String, Shape> head = headShapes(start.config());
        try (Parameters trunk = start.parameters().copy();
                Parameters value =
                        new NormalInitializer(seed).parameters(head, name -> NormalInitializer.DEVIATION)) {
            NDManager manager = Torch.manager();
            Map<String, NDArray> all = new LinkedHashMap<>(trunk.byName());
            all.putAll(value.byName());
            all.values().forEach(array -> array.attach(manager));
            return new ActorCritic(start.config().model(new Parameters(manager, all)));
        }
    }

    /**
     * Reads one that {@link #save} wrote.
     *
     * @param folder a checkpoint of a causal model with two more tensors
     * @return the caller closes it
     * @throws org.marksheet.lab.checkpoint.BadCheckpointException if a file is missing, broken, or of another model
     */
    public static ActorCritic load(Path folder) {
        Checkpoint checkpoint = Checkpoint.open(folder);
        CausalConfig config = CausalModels.config(checkpoint.config());
        Map<String, Shape> shapes = new LinkedHashMap<>(config.shapes());
        shapes.putAll(headShapes(config));
        Parameters parameters = checkpoint.parameters(
                shapes, name -> name.startsWith("v_head.") ? Optional.of(name) : config.parameterOf(name));
        return new ActorCritic(config.model(parameters));
    }

    /** Returns the policy; its {@code save} writes a plain language model, without the value head. */
    public CausalModel policy() {
        return policy;
    }

    /** Returns what training changes: the policy's parameters, then the value head's. */
    public Parameters parameters() {
        return policy.parameters();
    }

    /**
     * Returns the estimated return from each token on; gradients flow through.
     *
     * @param hiddenStates [B,T,d] of {@link #policy()}, all or some
     * @return [B,T] float32, in rewards
     */
    public NDArray values(NDArray hiddenStates) {
        return Temporaries.closedBut(() ->
                Layers.linear(hiddenStates, parameters().get(WEIGHT), parameters().get(BIAS)).squeeze(-1));
    }

    /**
     * Writes all of it.
     *
     * @param folder is made if it is missing
     */
    public void save(Path folder) {
        Checkpoint.write(folder, policy.config().toJson(), parameters().byName(), StoredType.F32);
    }

    /** Closes the policy and with it all parameters. */
    @Override
    public void close() {
        policy.close();
    }

    /** Returns the shapes of the value head's parameters by their names in a checkpoint. */
    public static Map<String, Shape> headShapes(CausalConfig config) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put(WEIGHT, new Shape(1, config.width()));
        shapes.put(BIAS, new Shape(1));
        return shapes;
    }
}
