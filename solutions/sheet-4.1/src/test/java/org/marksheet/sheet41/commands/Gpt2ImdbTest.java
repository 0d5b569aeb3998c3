package org.marksheet.sheet41.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.lab.log.RunFolder;

/** The reference experiment in small: its settings on models of its architectures. */
class Gpt2ImdbTest {
    private static final Path MODELS = Path.of("../../exercises/lab/src/test/resources");

    @TempDir
    private Path folder;

    @Test
    void thePresetIsTheReferenceExperiment() throws IOException {
        Path texts = Files.writeString(folder.resolve("IMDB Dataset.csv"), """
                review,sentiment
                "A film about ""nothing"",
                and yet one of the best that I have seen this year.",positive
                The story is a mess and the actors look as if they knew it.,negative
                """);
        String out = folder.resolve("run").toString();
        Ended ended = Ended.of(new TrainCommand(), "--preset", "gpt2-imdb", "--policy", MODELS.resolve("gpt2-tiny").toString(),
                "--reward-model", MODELS.resolve("distilbert-imdb-tiny").toString(), "--texts", texts.toString(),
                "--updates", "2", "--batch", "8", "--mini-batch", "4", "--out", out);
        assertThat(ended.errors()).contains("Done. Mean reward");
        RunFolder run = RunFolder.read(folder.resolve("run"));
        assertThat(run.settings()).containsAllEntriesOf(Map.of("preset", "gpt2-imdb", "kl-coefficient", "0.2", "adaptive-kl", "true",
                "score", "LOGIT", "max-new-tokens", "16", "response-min", "4", "batch", "8"));
        assertThat(run.settings()).containsAllEntriesOf(Map.of("prompt-min", "2", "prompt-max", "8", "epochs", "4", "gamma", "1.0",
                "lambda", "0.95", "clip", "0.2", "value-clip", "0.2", "value-coefficient", "0.1", "temperature", "1.0"));
        assertThat(Double.parseDouble(run.settings().get("learning-rate"))).isEqualTo(1.41e-5);
        assertThat(Double.parseDouble(run.settings().get("horizon"))).isEqualTo(10_000);
        assertThat(Double.parseDouble(run.settings().get("target-kl"))).isEqualTo(6);
        assertThat(run.column("objective/kl_coef").orElseThrow()).as("it adapts").doesNotHaveDuplicates();
        assertThat(DoubleStream.of(run.column("response/length").orElseThrow())).allMatch(length -> length >= 1 && length <= 16);

        Ended other = Ended.of(new TrainCommand(), "--out", out, "--resume", "--updates", "3", "--no-adaptive-kl");
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.errors()).contains("--adaptive-kl: ", "was started with true");
        Ended more = Ended.of(new TrainCommand(), "--out", out, "--resume", "--updates", "3");
        assertThat(more.errors()).contains("Done.");
        RunFolder resumed = RunFolder.read(folder.resolve("run"));
        assertThat(resumed.rows()).hasSize(3);
        assertThat(resumed.settings()).containsEntry("adaptive-kl", "true").containsEntry("texts", texts.toString());
    }

    @Test
    void withoutReviewsItSaysWhichAreNeeded() {
        Ended ended = Ended.of(new TrainCommand(), "--preset", "gpt2-imdb", "--out", folder.resolve("run").toString());
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.errors()).contains("--texts aclImdb/train").contains("\"review\"").doesNotContain("\tat ");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void aPresetThatDoesNotExistIsAnsweredWithThoseThatDo() {
        Ended ended = Ended.of(new TrainCommand(), "--preset", "gpt3");
        assertThat(ended.errors()).contains("expected one of quick, full, gpt2-imdb (case-insensitive)");
        assertThat(Ended.of(new TrainCommand(), "--preset", "one of [$9]").errors()).contains("one of quick, full, gpt2-imdb");
    }
}
