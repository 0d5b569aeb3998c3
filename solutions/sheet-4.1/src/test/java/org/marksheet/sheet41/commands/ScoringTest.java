package org.marksheet.sheet41.commands;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.marksheet.lab.model.distilbert.DistilBert;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.lab.text.Tokenizer;
import org.marksheet.sheet41.generation.GenerationOptions;
import org.marksheet.sheet41.ppo.Responses;
import org.marksheet.sheet41.reward.TextRewards;
import org.marksheet.sheet41.training.TextScorer;

/** Texts are scored at every update of a run: nothing of it may stay. */
class ScoringTest {
    private static final GenerationOptions OPTIONS = new GenerationOptions(4, 0, 1, 0, 1, 0, 0);

    @ParameterizedTest
    @EnumSource
    void aHundredBatchesHoldWhatOneDoes(TextScorer.Scale scale) {
        Tokenizer tokenizer = Tokenizer.load(Embedded.model("base"));
        try (DistilBert judge = DistilBert.load(Embedded.model("sentiment"))) {
            TextScorer scorer = new TextScorer(tokenizer, new TextRewards(), judge, scale);
            int[] held = new int[101];
            for (int i = 0; i < held.length; i++) {
                score(scorer, tokenizer);
                held[i] = managed();
            }
            assertThat(held[100]).as("arrays that belong to nobody who will close them").isEqualTo(held[0]);
        }
    }

    private static void score(TextScorer scorer, Tokenizer tokenizer) {
        try (NDManager manager = Torch.manager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            long[] prompt = tokenizer.encode("the film was");
            NDArray drawn = manager.create(LongStream.range(10, 18).toArray()).reshape(2, 4);
            Responses responses = Responses.of(List.of(prompt, prompt), drawn, OPTIONS);
            assertThat(Gradients.off(() -> scorer.score(responses)).toFloatArray()).hasSize(2).doesNotContain(Float.NaN);
        }
    }

    private static int managed() {
        try (NDManager manager = Torch.manager()) {
            return manager.getParentManager().getManagedArrays().size();
        }
    }
}
