package org.marksheet.sheet41.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;
import org.marksheet.lab.model.CausalModel;
import org.marksheet.lab.model.SpentCaches;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.SeededRandom;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.sheet41.generation.GenerationOptions;
import org.marksheet.sheet41.ppo.PpoParts;
import org.marksheet.sheet41.ppo.Responses;

/**
 * What a model writes after fixed prompts, and how that is liked.
 *
 * @param texts prompt and continuation
 * @param scores of the texts
 */
public record Trial(List<Text> texts, List<Double> scores) {
    /** Copies the lists. */
    public Trial {
        texts = List.copyOf(texts);
        scores = List.copyOf(scores);
    }

    /**
     * A text.
     *
     * @param prompt what was given
     * @param continuation what the model wrote, with the blank it begins with, if any
     */
    public record Text(String prompt, String continuation) {}

    /**
     * Lets a model write.
     *
     * @param model to be tried
     * @param prompts given
     * @param parts generate
     * @param scorer judges
     * @param options of generation
     * @param seed the same seed, the same draws
     */
    public static Trial of(
            CausalModel model,
            List<long[]> prompts,
            PpoParts parts,
            TextScorer scorer,
            GenerationOptions options,
            long seed) {
        try (NDManager manager = Torch.manager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            return Gradients.off(() -> {
                NDArray ids = parts.generation()
                        .generate(
                                new SpentCaches(model),
                                parts.sampling(),
                                prompts,
                                options,
                                drawn -> false,
                                new SeededRandom(manager, seed));
                Responses responses = Responses.of(prompts, ids, options);
                List<String> whole = scorer.texts(responses);
                List<Text> texts = new ArrayList<>();
                List<Double> scores = new ArrayList<>();
                float[] numbers = scorer.score(responses).toFloatArray();
                for (int row = 0; row < whole.size(); row++) {
                    String prompt = scorer.tokenizer().decode(prompts.get(row)).strip();
                    boolean begins = whole.get(row).startsWith(prompt);
                    texts.add(new Text(prompt, begins ? whole.get(row).substring(prompt.length()).stripTrailing() : whole.get(row)));
                    scores.add((double) numbers[row]);
                }
                return new Trial(texts, scores);
            });
        }
    }

    /** Returns the mean of the scores. */
    public double meanScore() {
        return scores.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }
}
