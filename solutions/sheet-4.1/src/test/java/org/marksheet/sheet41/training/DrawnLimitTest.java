package org.marksheet.sheet41.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.marksheet.lab.tensor.SeededRandom;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.sheet41.generation.Generation;
import org.marksheet.sheet41.generation.GenerationOptions;

/** The limit of a batch. */
class DrawnLimitTest {
    private static final GenerationOptions OPTIONS = new GenerationOptions(16, 0, 1, 0, 1, 0, 0);

    private final List<Integer> limits = new ArrayList<>();
    private final Generation recording = (model, sampling, prompts, options, stopping, random) -> {
        limits.add(options.maxNewTokens());
        return null;
    };

    @Test
    void everyLengthIsDrawnAndTheSeedDecides() {
        draw(new DrawnLimit(recording, 4), 400);
        assertThat(limits).allMatch(limit -> limit >= 4 && limit <= 16).contains(4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
        List<Integer> once = List.copyOf(limits);
        limits.clear();
        draw(new DrawnLimit(recording, 4), 400);
        assertThat(limits).isEqualTo(once);
        limits.clear();
        draw(new DrawnLimit(recording, 16), 5);
        assertThat(limits).containsOnly(16);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> new DrawnLimit(recording, 0)).hasMessageContaining("response-min is 0");
        assertThatThrownBy(() -> draw(new DrawnLimit(recording, 17), 1))
                .hasMessageContaining("response-min is 17 but max-new-tokens is 16");
    }

    private static void draw(Generation generation, int times) {
        try (NDManager manager = Torch.manager()) {
            for (int seed = 0; seed < times; seed++) {
                generation.generate(null, null, List.of(), OPTIONS, drawn -> false, new SeededRandom(manager, seed * 7_919L));
            }
        }
    }
}
