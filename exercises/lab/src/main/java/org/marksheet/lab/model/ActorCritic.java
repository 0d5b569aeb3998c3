package org.marksheet.lab.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.marksheet.lab.checkpoint.Checkpoint;
import org.marksheet.lab.checkpoint.StoredType;
import org.marksheet.lab.tensor.Layers;
import org.marksheet.lab.tensor.Parameters;
import org.marksheet.lab.tensor.Temporaries;
import org.marksheet.lab.tensor.Torch;

/**
 * A policy and an estimate of the return that share one trunk: GPT-2, and beside its head a linear layer with one output.
 *
 * <p>One run of {@link Gpt2#hiddenStates} serves both {@link Gpt2#logits(NDArray)} and {@link #values}.
 */
public final class ActorCritic implements AutoCloseable {
    private static final String WEIGHT = "v_head.weight";
    private static final String BIAS = "v_head.bias";

    private final Gpt2 policy;

    /**
     * Makes one of a policy.
     *
     * @param policy its parameters are those of {@link Gpt2Config#shapes()} and of {@link #headShapes}, by these names; closed with
     *     this
     */
    public ActorCritic(Gpt2 policy) {
        this.policy = policy;
    }

    /**
     * Makes one that begins at a language model, with a random value head.
     *
     * @param start is copied
     * @param seed of the value head's weights: normal with standard deviation 0.02; its bias is 0
     * @return the caller closes it
     */
    public static ActorCritic from(Gpt2 start, long seed) {
        Map<String, Shape> head = headShapes(start.config());
        try (Parameters trunk = start.parameters().copy();
                Parameters value =
                        new NormalInitializer(seed).parameters(head, name -> NormalInitializer.DEVIATION)) {
            NDManager manager = Torch.manager();
            Map<String, NDArray> all = new LinkedHashMap<>(trunk.byName());
            all.putAll(value.byName());
            all.values().forEach(array -> array.attach(manager));
            return new ActorCritic(new Gpt2(start.config(), new Parameters(manager, all)));
        }
    }

    /**
     * Reads one that {@link #save} wrote.
     *
     * @param folder a checkpoint of GPT-2 with two more tensors
     * @return the caller closes it
     * @throws org.marksheet.lab.checkpoint.BadCheckpointException if a file is missing, broken, or of another model
     */
    public static ActorCritic load(Path folder) {
        Checkpoint checkpoint = Checkpoint.open(folder);
        Gpt2Config config = Gpt2Config.read(checkpoint.config());
        Map<String, Shape> shapes = new LinkedHashMap<>(config.shapes());
        shapes.putAll(headShapes(config));
        Parameters parameters = checkpoint.parameters(
                shapes, name -> name.startsWith("v_head.") ? Optional.of(name) : Gpt2.parameterOf(name));
        return new ActorCritic(new Gpt2(config, parameters));
    }

    /** Returns the policy; its {@code save} writes a plain GPT-2, without the value head. */
    public Gpt2 policy() {
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
    public static Map<String, Shape> headShapes(Gpt2Config config) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put(WEIGHT, new Shape(1, config.width()));
        shapes.put(BIAS, new Shape(1));
        return shapes;
    }
}
