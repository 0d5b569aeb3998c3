package org.marksheet.sheet41.ppo.checks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.marksheet.grader.api.Draw;
import org.marksheet.lab.model.gpt2.Gpt2Config;
import org.marksheet.lab.pretrained.ActorCritic;
import org.marksheet.sheet41.generation.GenerationOptions;
import org.marksheet.sheet41.ppo.PpoOptions;

/**
 * A tiny update: eight prompts of one or two tokens, a response to each, and how good it is. Responses begin with different tokens,
 * so that rows can be told apart wherever they turn up, and some end early.
 *
 * @param seed of the random numbers that the update is given
 * @param responses [8,4], padded after the end
 * @param scores [8]: half of them good, half of them bad
 * @param weights of the policy before the update, then the value head's
 * @param other weights of a reference that is not the policy
 */
record UpdateScript(long seed, long[] responses, float[] scores, List<float[]> weights, List<float[]> other) {
    static final int ROWS = 8;
    static final int TOKENS = 4;
    static final int VOCABULARY = 16;
    static final int END = 0;
    static final Gpt2Config SIZE = Gpt2Config.of(VOCABULARY, 8, 8, 1, 2, END);

    static UpdateScript drawn(Draw draw) {
        long[] responses = new long[ROWS * TOKENS];
        float[] scores = new float[ROWS];
        for (int row = 0; row < ROWS; row++) {
            int length = row % 3 == 1 ? draw.between(1, TOKENS - 1) : TOKENS;
            for (int t = 0; t < TOKENS; t++) {
                responses[row * TOKENS + t] = t == 0 ? row + 1 : t < length ? draw.between(1, VOCABULARY - 1) : END;
            }
            scores[row] = (row % 2 == 0 ? 1 : -1) * draw.between(.7f, 1.3f);
        }
        return new UpdateScript(
                draw.random().nextInt(1 << 20), responses, scores, weights(draw), weights(draw));
    }

    /** Returns the prompts. */
    List<long[]> prompts() {
        List<long[]> prompts = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            prompts.add(row % 2 == 0 ? new long[] {VOCABULARY - 1 - row} : new long[] {row, 3});
        }
        return prompts;
    }

    /** Returns options in which no number is one that somebody might have put there instead. */
    PpoOptions options(float temperature, PpoOptions.Passes passes) {
        return new PpoOptions(
                new GenerationOptions(TOKENS, 0, temperature, 0, 1, END, END),
                .35f,
                new PpoOptions.Discount(.9f, .8f),
                new PpoOptions.Clip(.25f, .4f),
                new PpoOptions.Weights(.3f, .05f),
                passes);
    }

    /** Returns whether a place of [8,4] holds a response token: none stands before it that ends the response. */
    boolean real(int place) {
        for (int earlier = place - place % TOKENS; earlier < place; earlier++) {
            if (responses[earlier] == END) {
                return false;
            }
        }
        return true;
    }

    /** Returns tensors of weights, in the order of a learner. */
    static List<NDArray> tensors(List<float[]> weights, NDManager manager) {
        List<Shape> shapes = shapes();
        List<NDArray> tensors = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            tensors.add(manager.create(weights.get(i), shapes.get(i)));
        }
        return tensors;
    }

    /** Returns the part of the weights that a reference has. */
    static List<float[]> withoutValueHead(List<float[]> weights) {
        return weights.subList(0, SIZE.shapes().size());
    }

    private static List<Shape> shapes() {
        Collection<Shape> trunk = SIZE.shapes().values();
        List<Shape> shapes = new ArrayList<>(trunk);
        shapes.addAll(ActorCritic.headShapes(SIZE).values());
        return shapes;
    }

    /** Far larger than those of an untrained model, so that the policy already has opinions. */
    private static List<float[]> weights(Draw draw) {
        List<float[]> weights = new ArrayList<>();
        for (Shape shape : shapes()) {
            float centre = shape.dimension() == 1 ? 1 : 0;
            weights.add(draw.floats((int) shape.size(), centre - .6f, centre + .6f));
        }
        return weights;
    }
}
